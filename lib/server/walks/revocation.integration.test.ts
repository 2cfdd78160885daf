import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { revoke } from "@/lib/acme/testing/test-authority";
import { checkGateway } from "@/lib/server/operations/gateways";
import { call } from "@/lib/server/testing/call";
import {
  delegateAtOnce,
  putGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

const host = "revoked.democluster.net";
let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel();
});
afterAll(async () => {
  vi.useRealTimers();
  await panel?.close();
});

/** What the ingress serves. */
function published(): { certificate: X509Certificate; key: string } {
  const { objects } = panel.sandbox.kubernetes;
  const secret = objects.get({ group: "", plural: "secrets" }, "istio-system", "revoked-tls");
  const data = (secret as { data?: Record<string, string> } | undefined)?.data ?? {};
  const text = (key: string) => Buffer.from(data[key] ?? "", "base64").toString();
  return { certificate: new X509Certificate(text("tls.crt")), key: text("tls.key") };
}

test("a certificate that was revoked at the CA is replaced and served once somebody says Check now", async () => {
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
  // The CA was asked as the certificate came; for ten seconds even a person who checks gets that answer.
  vi.useFakeTimers({ toFake: ["Date"], shouldAdvanceTime: true, now: Date.now() + 11_000 });
  const params = { vc: "vamp-demo", name: "revoked" };
  await call(panel.cluster, checkGateway, { params });
  const second = await served(first ?? "");
  expect(published().certificate.serialNumber).toBe(second);
  expect(panel.sandbox.counts.certificatesIssued).toBe(2);
});
