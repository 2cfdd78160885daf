import { describe, expect, test } from "vitest";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import type { KindState } from "@/lib/kubernetes/watch/cluster-cache";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { existences } from "@/lib/server/cleanup/existence";

const host = "shop.x.net";

function gateway(
  namespace: string,
  name: string,
  more: { createdAt?: string; credentialName?: string } = {},
) {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: {
      namespace,
      name,
      annotations: { "lamia.dev/secured-hosts": `443=${host}` },
      ...(more.createdAt ? { creationTimestamp: more.createdAt } : {}),
    },
    spec: {
      servers: [
        {
          port: { number: 443, protocol: "HTTPS", name: "https" },
          hosts: [host],
          tls: { mode: "SIMPLE", credentialName: more.credentialName ?? "shop-tls" },
        },
      ],
    },
  } as unknown as GatewayObject;
}

/** A cluster whose API server lists some Gateways, with a cache that knows others. */
function clusterOf({
  listed,
  known = [],
  status = 200,
  isConnected = true,
}: {
  listed: GatewayObject[];
  known?: GatewayObject[];
  status?: number;
  isConnected?: boolean;
}) {
  const list = {
    kind: "GatewayList",
    apiVersion: "networking.istio.io/v1",
    metadata: { resourceVersion: "1" },
    items: listed,
  };
  const managed = { "lamia.dev/managed": "true" };
  return existences({
    client: { send: async () => ({ status, body: list, retryAfterSeconds: undefined }) } as never,
    cache: {
      stateOf: () => ({ state: isConnected ? "connected" : "reconnecting" }) as KindState,
      get: ((_kind: string, _namespace: string | null, name: string) =>
        name.startsWith("vc") ? { metadata: { name, labels: managed } } : { metadata: { name } }) as never,
      list: (() => known) as never,
    },
  });
}

describe("whether a host is wanted", () => {
  test("a host is gone when neither the API server nor the cache has a Gateway for it", async () => {
    expect(await clusterOf({ listed: [] }).ofHost(host)).toEqual({ is: "gone" });
  });

  test("a list without a Gateway that the cache knows leaves a doubt", async () => {
    const known = [gateway("vc", "shop")];
    expect(await clusterOf({ listed: [], known }).ofHost(host)).toMatchObject({ is: "unknown" });
  });

  test("a Gateway that the cache doesn't know yet is present", async () => {
    expect(await clusterOf({ listed: [gateway("vc", "shop")] }).ofHost(host)).toEqual({ is: "present" });
  });
});

describe("the claims of other gateways", () => {
  const own = { namespace: "vc", name: "shop" };

  test("come from both the list and the cache, and the oldest Gateway that Lamia walks inherits", async () => {
    const listed = [
      gateway("other", "oldest", { createdAt: "2026-01-01T00:00:00Z" }),
      gateway("vc", "younger", { createdAt: "2026-03-01T00:00:00Z", credentialName: "younger-tls" }),
    ];
    const known = [
      gateway("vc", "older", { createdAt: "2026-02-01T00:00:00Z", credentialName: "older-tls" }),
    ];
    const claims = await clusterOf({ listed, known }).besides(host, own);
    expect(claims).toMatchObject({ holdHost: true, heir: { namespace: "vc", name: "older" } });
    expect(claims?.wantedSecrets).toEqual(
      new Set(["shop-tls", "younger-tls", "older-tls", credentialNameFor(host)]),
    );
  });

  test("don't include its own", async () => {
    expect(await clusterOf({ listed: [gateway("vc", "shop")] }).besides(host, own)).toMatchObject({
      holdHost: false,
      heir: null,
    });
  });

  test.each([
    ["the API server refuses the list", { status: 503 }],
    ["the cluster is seen in part only", { isConnected: false }],
  ])("are in doubt while %s", async (_what, state) => {
    expect(await clusterOf({ listed: [], ...state }).besides(host, own)).toBeNull();
  });
});

describe("a plain host", () => {
  const plain = (namespace: string, annotations = {}) => {
    const { metadata, ...rest } = gateway(namespace, "plain");
    return { ...rest, metadata: { ...metadata, annotations } } as GatewayObject;
  };
  const all = { "lamia.dev/dns_records": "all" };

  test("is wanted for its records while the setting asks for them, but never for its keys", async () => {
    const asked = clusterOf({ listed: [plain("vc1", all)] });
    expect(await asked.ofHost(host)).toEqual({ is: "present" });
    expect(await asked.ofKeys(host)).toEqual({ is: "gone" });
    expect(await asked.besides(host, null)).toMatchObject({ holdHost: false });
    expect(await asked.besides(host, { namespace: "vc1", name: "x" })).toMatchObject({ holdHost: true });
    expect(await clusterOf({ listed: [plain("vc1")] }).ofHost(host)).toEqual({ is: "gone" });
  });

  test("stays wanted in a released namespace, whatever its settings say now", async () => {
    expect(await clusterOf({ listed: [plain("released")] }).ofHost(host)).toEqual({ is: "present" });
  });
});
