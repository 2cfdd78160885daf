import { expect, test } from "vitest";
import type { Call } from "@/lib/kubernetes/client/call";
import { type WholeSecret, withoutSecretValues } from "@/lib/kubernetes/objects/secret-object";
import { publishSecret } from "./publish-secret";

const host = "shop.example.org";
const pair = {
  namespace: "istio-system",
  name: "shop-tls",
  certificate: "b3Vycw==",
  key: "b3Vycw==",
  clientCa: null,
};

/** A TLS Secret with the name in the Gateway's server. */
function secret(metadata: Partial<WholeSecret["metadata"]>): WholeSecret {
  const data = { "tls.crt": "dGhlaXJz", "tls.key": "dGhlaXJz" };
  const { namespace, name } = pair;
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "kubernetes.io/tls",
    metadata: { namespace, name, uid: "1", resourceVersion: "1", ...metadata },
    data,
  };
}

/** An API server with this Secret, which the cache may have seen or not. */
function clusterWith(current: WholeSecret, isSeen: boolean) {
  const writes: Call["verb"][] = [];
  const client = {
    send: async ({ verb }: Call) => ({ status: verb === "create" ? 409 : 200, body: current }),
    async find({ verb }: Call) {
      if (verb !== "get") writes.push(verb);
      return current;
    },
  };
  const cache = {
    stateOf: () => ({ state: "connected" }),
    get: () => (isSeen ? withoutSecretValues(current) : null),
    observe: () => undefined,
  };
  return { cluster: { client, cache } as unknown as Parameters<typeof publishSecret>[0], writes };
}

const ownLabel = { "app.kubernetes.io/managed-by": "lamia" };

test.each([
  ["of somebody else", {}],
  ["with our label alone", { labels: ownLabel }],
  ["of another host of ours", { labels: ownLabel, annotations: { "lamia.dev/host": "other.example.org" } }],
])("a TLS Secret %s under the Gateway's name stays as it is, seen or not", async (_, metadata) => {
  for (const isSeen of [true, false]) {
    const { cluster, writes } = clusterWith(secret(metadata), isSeen);
    await expect(publishSecret(cluster, host, pair, { id: host })).rejects.toMatchObject({
      kind: "rejected",
      remedy: expect.stringContaining("Delete it, or name another Secret"),
    });
    expect(writes).toEqual([]);
  }
});

test.each([true, false])("the host's own Secret is written to, seen (%s) or not", async (isSeen) => {
  const own = secret({ labels: ownLabel, annotations: { "lamia.dev/host": host } });
  const { cluster, writes } = clusterWith(own, isSeen);
  await publishSecret(cluster, host, pair, { id: host });
  expect(writes).toEqual(["patch"]);
});
