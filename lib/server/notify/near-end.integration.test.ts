import { afterAll, beforeAll, expect, test } from "vitest";
import type { CertificateFact } from "@/lib/gateway/steps/certificate";
import {
  delegateAtOnce,
  putGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "../testing/test-panel";
import { announceNearEnds } from "./watch-certificates";

const dayInMs = 86_400_000;
const host = "shop.democluster.net";
let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel();
});
afterAll(() => panel?.close());

const fact = () => {
  const report = reportOf(panel, "shop", host, "certificate");
  return report?.state === "done" ? (report.fact as CertificateFact) : undefined;
};
const sent = async () =>
  (await panel.installation.store.notifications.list({ limit: 50 })).items.filter(({ title }) =>
    title.startsWith("Certificate expires"),
  );

test("a certificate whose renewal fails is reported in its last week, once, and not before", async () => {
  const { cluster, installation, sandbox } = panel;
  const parts = { ...cluster, store: installation.store };
  delegateAtOnce(sandbox);
  putGateway(sandbox, "shop", host);
  const { serial, notAfter } = await waitUntil("the certificate is there", fact);
  const threeDaysBefore = new Date(Date.parse(notAfter) - 3.5 * dayInMs);
  await announceNearEnds(parts, threeDaysBefore);
  expect(await sent()).toEqual([]);

  sandbox.levers.caRetryAfterSeconds = 60;
  sandbox.acme.suggestRenewal(serial);
  await cluster.walking?.runner.wake(host, { fresh: true });
  const failing = await waitUntil("the renewal fails", () => (fact()?.renewalProblem ? fact() : undefined));
  expect(failing.serial).toBe(serial);

  await announceNearEnds(parts, new Date(Date.parse(notAfter) - 8 * dayInMs));
  expect(await sent()).toEqual([]);
  await announceNearEnds(parts, threeDaysBefore);
  await announceNearEnds(parts, threeDaysBefore);
  expect(await sent()).toMatchObject([{ level: "error", title: `Certificate expires in 3 days: ${host}` }]);
});
