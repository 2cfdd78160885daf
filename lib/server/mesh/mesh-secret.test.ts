import { expect, test } from "vitest";
import { encoded } from "@/lib/kubernetes/objects/secret-object";
import { keyPair } from "@/lib/server/testing/key-pair";
import { lookedUpSecret } from "./looked-up-secret";

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
  if (state === undefined)
    expect(summary.certificate).toMatchObject({ names: ["a.example.com"], serial: "2B" });
});

const leaf = await keyPair("a.example.com", 2026, { issuer: "Intermediate" });
const intermediate = await keyPair("ca.example.com", 2026, { subject: "Intermediate", issuer: "Root" });
const root = await keyPair("root.example.com", 2026, { subject: "Root", issuer: "Root" });
const chainOf = (...pems: { chain: string }[]) =>
  lookAt({ "tls.crt": pems.map(({ chain }) => chain).join("\n"), "tls.key": leaf.key }).certificate;

test("a chain lacks an intermediate only if its CA publishes one and no root is reached", () => {
  expect(chainOf(leaf)?.lacksIntermediate).toBe(true);
  expect(lookAt({ "tls.crt": own.chain, "tls.key": own.key }).certificate).not.toHaveProperty(
    "lacksIntermediate",
  );
  expect(chainOf(leaf, intermediate)?.lacksIntermediate).toBe(true);
  expect(chainOf(leaf, root, intermediate)).not.toHaveProperty("lacksIntermediate");
});

test("the last days of a certificate are counted; before that, its summary stays the same", () => {
  const data = { "tls.crt": encoded(own.chain), "tls.key": encoded(own.key) };
  const on = (day: string) =>
    lookedUpSecret({ apiVersion: "v1", kind: "Secret", metadata, data }, new Date(`${day}T12:00:00Z`));
  expect(on("2026-12-20").certificate).not.toHaveProperty("daysLeft");
  expect(on("2026-12-27").certificate?.daysLeft).toBe(4);
  expect(on("2026-12-31").certificate?.daysLeft).toBe(0);
});

test("what cert-manager writes is recognized by its annotations, or by its owner", () => {
  const seen = (more: object) =>
    lookedUpSecret({ apiVersion: "v1", kind: "Secret", metadata: { ...metadata, ...more } }, now).certManager;
  const annotations = {
    "cert-manager.io/certificate-name": "shop",
    "cert-manager.io/issuer-name": "letsencrypt",
    "cert-manager.io/issuer-kind": "ClusterIssuer",
  };
  expect(seen({ annotations })).toEqual({
    certificate: "shop",
    issuer: "letsencrypt",
    issuerKind: "ClusterIssuer",
    ownsSecret: false,
  });
  const owner = { apiVersion: "cert-manager.io/v1", kind: "Certificate", name: "shop" };
  expect(seen({ ownerReferences: [owner] })).toMatchObject({ certificate: "shop", ownsSecret: true });
  expect(seen({ ownerReferences: [{ ...owner, apiVersion: "example.com/v1" }] })).toBeUndefined();
});
