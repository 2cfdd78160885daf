import { expect, test } from "vitest";
import type { GatewayObject, NamespaceObject } from "@/lib/kubernetes/objects/kinds";
import type { ClusterChange } from "@/lib/kubernetes/watch/cluster-cache";
import { createObjectStore } from "@/lib/kubernetes/watch/object-store";
import { keyOf } from "@/lib/model/secured-hosts";
import { securedHostIndex } from "./secured-host-index";

function setUp() {
  let listener = (_change: ClusterChange) => {};
  const hear = (kind: "Gateway" | "Namespace") => (change: object) =>
    listener({ kind, ...change } as ClusterChange);
  const gateways = createObjectStore<GatewayObject>((object) => object as GatewayObject, hear("Gateway"));
  const namespaces = createObjectStore<NamespaceObject>(
    (object) => object as NamespaceObject,
    hear("Namespace"),
  );
  const storeOf = (kind: string) => (kind === "Gateway" ? gateways : namespaces);
  const index = securedHostIndex({
    list: ((kind: string, namespace?: string) => storeOf(kind).list(namespace)) as never,
    get: ((kind: string, namespace: string | null, name: string) =>
      storeOf(kind).get(namespace, name)) as never,
    onChange(next) {
      listener = next;
      return () => {};
    },
  });
  let version = 0;
  const metadata = (rest: object) => ({ uid: "1", resourceVersion: String(++version), ...rest });
  return {
    index,
    namespace: (name: string, managed: boolean) =>
      namespaces.change("modified", {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: metadata({ name, labels: managed ? { "lamia.dev/managed": "true" } : {} }),
      } as never),
    gateway: (namespace: string, name: string, securedHosts: string) => {
      const object = {
        apiVersion: "networking.istio.io/v1",
        kind: "Gateway",
        metadata: metadata({ namespace, name, annotations: { "lamia.dev/secured-hosts": securedHosts } }),
        spec: { servers: [] },
      };
      gateways.change("modified", object as never);
      return () =>
        gateways.change("deleted", { ...object, metadata: { ...object.metadata, ...metadata({}) } } as never);
    },
    keys: () => index.all().map(keyOf),
  };
}

test("contains the hosts of managed namespaces only, whichever arrives first", () => {
  const { gateway, namespace, keys, index } = setUp();
  gateway("early", "one", "443=a.example.net");
  expect(keys()).toEqual([]);
  namespace("early", true);
  namespace("other", false);
  gateway("other", "two", "443=b.example.net");
  expect(keys()).toEqual(["early/one:443=a.example.net"]);
  expect(index.hosts()).toEqual(["a.example.net"]);
  namespace("early", false);
  expect(index.hosts()).toEqual([]);
});

test("lists all hosts in the order of their keys, whichever arrived first", () => {
  const { gateway, namespace, keys } = setUp();
  namespace("demo", true);
  gateway("demo", "two", "443=b.example.net");
  gateway("demo", "one", "443=c.example.net,443=a.example.net");
  expect(keys()).toEqual([
    "demo/one:443=a.example.net",
    "demo/one:443=c.example.net",
    "demo/two:443=b.example.net",
  ]);
});

test("follows a Gateway's hosts, and forgets those that it no longer asks for", () => {
  const { gateway, namespace, keys, index } = setUp();
  namespace("demo", true);
  gateway("demo", "one", "443=a.example.net,8443=b.example.net");
  gateway("demo", "one", "443=b.example.net");
  expect(keys()).toEqual(["demo/one:443=b.example.net"]);
  expect(index.targetsOf("a.example.net")).toEqual([]);
  expect(index.has("demo/one:8443=b.example.net")).toBe(false);
});

test("keeps a host that another Gateway still names when one of them is deleted", () => {
  const { gateway, namespace, index } = setUp();
  namespace("demo", true);
  const remove = gateway("demo", "two", "443=a.example.net");
  gateway("demo", "one", "443=a.example.net");
  expect(index.targetsOf("a.example.net").map((target) => target.gateway.name)).toEqual(["one", "two"]);
  remove();
  expect(index.targetsOf("a.example.net").map((target) => target.gateway.name)).toEqual(["one"]);
  expect(index.get("demo/two:443=a.example.net")).toBeUndefined();
});
