import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { revoke } from "@/lib/acme/testing/test-authority";
import { reissueCertificate, revokeCertificate } from "@/lib/server/operations/certificate-requests";
import { checkGateway } from "@/lib/server/operations/gateways";
import { call, thrownProblem } from "@/lib/server/testing/call";
import {
  delegateAtOnce,
  putGateway,
  removeGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

const host = "revoked.democluster.net";
let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_CLEANUP_GRACE_SECONDS: "1" }));
});
afterAll(async () => {
  vi.useRealTimers();
  await panel?.close();
});

const kept = async () => (await panel.cluster.worlds.worldFor("vamp-demo")).vault.read(host);

/** The certificate that the ingress serves. */
function published(): { certificate: X509Certificate; key: string } {
  const { objects } = panel.sandbox.kubernetes;
  const secret = objects.get({ group: "", plural: "secrets" }, "istio-system", "revoked-tls");
  const data = (secret as { data?: Record<string, string> } | undefined)?.data ?? {};
  const text = (key: string) => Buffer.from(data[key] ?? "", "base64").toString();
  return { certificate: new X509Certificate(text("tls.crt")), key: text("tls.key") };
}

test("a certificate that was revoked at the CA is replaced after you click Check now, and the new one is served", async () => {
  delegateAtOnce(panel.sandbox);
  putGateway(panel.sandbox, "revoked", host);
  const served = (but: string) =>
    waitUntil("a certificate is served", () => {
      const report = reportOf(panel, "revoked", host, "serving");
      const { serial } = (report?.fact ?? {}) as { serial?: string };
      return report?.state === "done" && serial !== but ? serial : null;
    });
  const first = await served("");
  const { certificate, key } = published();
  expect(certificate.serialNumber).toBe(first);

  await revoke(panel.sandbox.file.acme.directory, certificate, key);
  // Lamia asked the CA when the certificate arrived; for ten seconds, even "Check now" gets that answer.
  vi.useFakeTimers({ toFake: ["Date"], shouldAdvanceTime: true, now: Date.now() + 11_000 });
  const params = { vc: "vamp-demo", name: "revoked" };
  await call(panel.cluster, checkGateway, { params });
  const second = await served(first ?? "");
  expect(published().certificate.serialNumber).toBe(second);
  expect(panel.sandbox.counts.certificatesIssued).toBe(2);
});

test("when a user has a certificate revoked, a new one is served first, and the old one is revoked after that", async () => {
  const before = published().certificate.serialNumber;
  const oldKey = published().key;
  const params = { vc: "vamp-demo", name: "revoked" };
  const reason = "keyCompromise";
  // Seen before it was renewed: nobody has looked at the certificate that it would be about.
  const late = { params, body: { host, serial: "AB12", reason } };
  expect(await thrownProblem(call(panel.cluster, revokeCertificate, late))).toMatchObject({
    status: 409,
    detail: expect.stringContaining(before),
  });
  expect((await kept()).request).toBeNull();
  const body = { host, serial: before.toLowerCase(), reason };
  await call(panel.cluster, revokeCertificate, { params, body });
  const revocation = await waitUntil("the CA has revoked it", () => panel.sandbox.acme.revocationOf(before));
  expect(revocation.reason).toBe(1);
  expect(published().certificate.serialNumber).not.toBe(before);
  expect(published().key).not.toBe(oldKey);
  expect(panel.sandbox.counts.certificatesIssued).toBe(3);
  const events = await waitUntil("events tell of it", async () => {
    const { items } = await panel.installation.store.events.list({ limit: 100, host });
    const types = items.map(({ type }) => type);
    return types.includes("certificate.revoked") ? items : null;
  });
  const asked = events.find(({ type }) => type === "certificate.revocation-asked");
  expect(asked?.message).toBe(
    `A user of the panel asked to replace and then revoke certificate ${before} of ${host} (reason: keyCompromise).`,
  );
});

test("a certificate that doesn't exist, or a host that the gateway doesn't name, can't be replaced", async () => {
  const params = { vc: "vamp-demo", name: "revoked" };
  expect(
    await thrownProblem(
      call(panel.cluster, reissueCertificate, { params, body: { host: "x.democluster.net" } }),
    ),
  ).toMatchObject({ status: 404 });
});

test("a revocation that a user asked for outlives the gateway that goes before the replacement is there", async () => {
  const { vault } = await panel.cluster.worlds.worldFor("vamp-demo");
  const { serialNumber: serial } = published().certificate;
  // No visit hears of it before the gateway is gone.
  await vault.request(host, { serial, reason: "cessationOfOperation", pendingOrder: null });
  removeGateway(panel.sandbox, "revoked");
  const revocation = await waitUntil("the CA has revoked it", () => panel.sandbox.acme.revocationOf(serial));
  expect(revocation.reason).toBe(5);
  await waitUntil("the keys are gone", async () => (await kept()).certificate === null);
  const { items } = await panel.installation.store.events.list({ limit: 100, host });
  expect(items.map(({ type }) => type)).not.toContain("certificate.not-revoked");
});
