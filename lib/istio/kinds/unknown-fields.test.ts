import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRecord } from "@/lib/istio/edit/merge-edits";
import type { KubernetesObject } from "@/lib/model/object";
import { labels, records } from "../testing/arbitraries";
import { type Kind, kindEntry, kinds } from ".";
import { nextObject } from "./edited-object";

const forms: Record<Kind, object> = {
  Gateway: {
    name: "a",
    selector: { istio: "ingressgateway" },
    servers: [
      { hosts: ["*"], port: 80, protocol: "http" },
      { securedHost: "a.example.com", hosts: ["a.example.com"], port: 443, protocol: "https" },
    ],
  },
  VirtualService: {
    name: "a",
    hosts: ["a.example.com"],
    gateways: ["gw"],
    routes: [
      {
        condition: 'uri prefix "/a" and header "b" present',
        timeout: "3s",
        rewrite: { uri: "/" },
        retries: { attempts: 5, perTryTimeout: "3s" },
        weights: [
          { destination: "a", port: 80, subset: "v1", weight: 40 },
          { destination: "b", port: 80, weight: 60 },
        ],
      },
      { protocol: "tcp", weights: [{ destination: "c", weight: 100 }] },
    ],
  },
  DestinationRule: {
    name: "a",
    service: "a",
    subsets: [{ name: "v1", labels: { version: "1" } }, { name: "v2" }],
  },
  ServiceEntry: {
    name: "a",
    hosts: ["a.example.com"],
    ports: [{ port: 443, protocol: "https" }],
    location: "MESH_EXTERNAL",
    resolution: "DNS",
  },
  Service: {
    name: "a",
    selector: { app: "a" },
    ports: [
      { port: 80, name: "http" },
      { port: 81, name: "b" },
    ],
  },
  Deployment: {
    name: "a-v1",
    app: "a",
    version: "v1",
    image: "a:1",
    replicas: 2,
    ports: [{ port: 80, name: "http" }, { port: 81 }],
    env: [
      { name: "A", value: "1" },
      { name: "B", value: "" },
    ],
  },
};

/** Fields of an API that is newer than the forms: no form knows a name that starts with an x. */
const unknown = fc.dictionary(
  labels.map((name) => `x-${name}`),
  fc.oneof(labels, fc.nat(), fc.record({ "x-inner": fc.array(labels) })),
  { minKeys: 1, maxKeys: 2 },
);

/** Maps whose keys all belong to the user, so they contain nothing that the form doesn't know. */
const ownMaps = ["labels", "selector", "annotations", "match", "metadata"];

/** Every object within `spec`, with its path: the places where a newer API may have a field. */
function placesIn(value: unknown, path: (string | number)[]): (string | number)[][] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => placesIn(entry, [...path, index]));
  if (!isRecord(value) || ownMaps.includes(String(path.at(-1)))) return [];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

function at(value: unknown, path: readonly (string | number)[]): Record<string, unknown> {
  return path.reduce<unknown>(
    (inner, step) => (inner as Record<string | number, unknown>)?.[step],
    value,
  ) as never;
}

describe("fields that no form knows survive an edit", () => {
  test.each(Object.keys(kinds) as Kind[])("of a %s, wherever they are", (kind) => {
    const { formSchema, fromForm, toForm } = kindEntry(kind);
    fc.assert(
      fc.property(
        fc.infiniteStream(unknown),
        fc.infiniteStream(fc.boolean()),
        // The form of a Deployment sets these two itself, and refuses them as other labels.
        records.filter((edited) => !("app" in edited || "version" in edited)),
        (fields, chosen, edited) => {
          const current = structuredClone(
            fromForm(formSchema.parse(forms[kind]), "d"),
          ) as KubernetesObject & {
            spec: object;
          };
          const annotations = { ...current.metadata.annotations, "tool.example.com/hash": "1" };
          current.metadata.annotations = annotations;
          const places = placesIn(current.spec, ["spec"]).filter(() => chosen.next().value);
          const put = places.map((path) => ({ path, added: fields.next().value }));
          for (const { path, added } of put) Object.assign(at(current, path), added);

          const form = { ...(toForm(current) as object), labels: edited, metadata: edited };
          const next = nextObject(kind, formSchema.parse(form), "d", current);
          expect(toForm(next)).toMatchObject({ labels: edited });
          expect(Object.keys((toForm(next) as { labels: object }).labels)).toHaveLength(
            Object.keys(edited).length,
          );
          expect(next.metadata.annotations).toMatchObject({ "tool.example.com/hash": "1" });
          for (const { path, added } of put) expect([path, at(next, path)]).toMatchObject([path, added]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
