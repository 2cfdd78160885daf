import { expect, test } from "vitest";
import { encoded } from "@/lib/kubernetes/objects/secret-object";
import { keyPair } from "@/lib/server/testing/key-pair";
import { lookedUpSecret } from "./mesh-credentials";

const now = new Date("2026-06-01T00:00:00Z");
const [own, another, old] = await Promise.all([
  keyPair("a.example.com", 2026),
  keyPair("b.example.com", 2026),
  keyPair("a.example.com", 2024),
]);
const metadata = { namespace: "istio-system", name: "own" };
const lookAt = (data: Record<string, string>) =>
  lookedUpSecret(
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata,
      data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, encoded(value)])),
    },
    now,
  );

test.each([
  ["a pair that belongs together", { "tls.crt": own.chain, "tls.key": own.key }, undefined],
  ["a pair under Istio's other names", { cert: own.chain, key: own.key }, undefined],
  [
    "a chain, of which the first certificate counts",
    { "tls.crt": `${own.chain}\n${another.chain}`, "tls.key": own.key },
    undefined,
  ],
  ["a key of another certificate", { "tls.crt": own.chain, "tls.key": another.key }, "mismatched"],
  ["a certificate out of date", { "tls.crt": old.chain, "tls.key": old.key }, "expired"],
  ["no certificate", { "tls.crt": "nothing", "tls.key": own.key }, "unusable"],
  ["no key", { "tls.crt": own.chain, "tls.key": "nothing" }, "unusable"],
  ["an empty key", { "tls.crt": own.chain, "tls.key": "" }, "incomplete"],
  ["nothing", {}, "incomplete"],
  [
    "a pair that Istio takes first, and one that it does not look at",
    { cert: "x", key: "y", "tls.crt": own.chain, "tls.key": own.key },
    "unusable",
  ],
])("of a Secret with %s: its state, and nothing of the key", (_, data, state) => {
  const summary = lookAt(data);
  expect(summary.state).toBe(state);
  expect(JSON.stringify(summary)).not.toMatch(/PRIVATE|BEGIN/);
  if (state === undefined) expect(summary.certificate).toEqual({ names: ["a.example.com"], serial: "2B" });
});
