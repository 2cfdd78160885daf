import { expect, test } from "vitest";
import { lookupsOf } from "@/lib/istio/rules/mesh/lookups";
import { meshOf } from "@/lib/istio/rules/mesh/mesh";
import { gateway, healthyMesh, httpsServer } from "@/lib/istio/testing/mesh";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { encoded } from "@/lib/kubernetes/objects/secret-object";
import { keyPair } from "@/lib/server/testing/key-pair";
import { meshCredentials } from "./mesh-credentials";

const moment = () => new Promise((resolve) => setImmediate(resolve));

/** A Gateway with its own certificate, whose lookup returns `secret`; `null` is a denial. */
function lookedUp(answer: () => object | null) {
  const snapshot = healthyMesh();
  snapshot.gateways.push(gateway("gw-2", [httpsServer("a.example.com", "own")]));
  const mesh = meshOf(lookupsOf(snapshot));
  const asked: string[] = [];
  const state = { now: 0, changes: 0 };
  const find = async ({ name }: { name?: string }) => {
    asked.push(name ?? "");
    const secret = answer();
    if (secret === null) throw new Error("refused");
    return secret;
  };
  const credentials = meshCredentials({
    client: { find: find as ClusterClient["find"] },
    isWatched: () => false,
    onChange() {
      state.changes += 1;
    },
    now: () => Date.UTC(2026, 5, 1) + state.now,
  });
  return { credentials, asked, state, want: () => credentials.want(snapshot, mesh) };
}

const { chain, key } = await keyPair("a.example.com", 2026);
const whole = {
  metadata: { namespace: "istio-system", name: "own" },
  data: { "tls.crt": encoded(chain), "tls.key": encoded(key) },
};
const summary = {
  namespace: "istio-system",
  name: "own",
  certificate: {
    names: ["a.example.com"],
    serial: "2B",
    issuer: "Test",
    notBefore: "2026-01-01T00:00:00.000Z",
    notAfter: "2027-01-01T00:00:00.000Z",
    keyType: "EC P-256",
  },
};

test("only foreign credentials are read, once until the next read is due", async () => {
  const { credentials, asked, state, want } = lookedUp(() => whole);
  want();
  want();
  await moment();
  want();
  expect(asked).toEqual(["own"]);
  expect(credentials.known()).toEqual([summary]);
  const known = credentials.known();
  state.now += 60 * 60_000;
  want();
  await moment();
  expect(asked).toEqual(["own", "own"]);
  expect(credentials.known()).toBe(known);
  expect(state.changes).toBe(1);
});

test("a denied read is reported as such, and repeated soon", async () => {
  let answer: object | null = null;
  const { credentials, state, want } = lookedUp(() => answer);
  want();
  await moment();
  expect(credentials.known()).toMatchObject([{ name: "own", state: "unreadable" }]);
  answer = whole;
  state.now += 10_000;
  want();
  await moment();
  expect(credentials.known()).toEqual([summary]);
});
