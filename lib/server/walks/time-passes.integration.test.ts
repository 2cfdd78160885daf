import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { acmeKeys } from "@/lib/acme/metadata-keys";
import { providers } from "@/lib/dns/registry";
import { nextVisit } from "@/lib/gateway/walk/reporting";
import { cloudDnsMetadata, putMetadata } from "@/lib/server/testing/configure-provider";
import {
  delegateAtOnce,
  hostOf,
  isServing,
  keyOf,
  publishedSecret,
  putGateway,
  reportOf,
  serve,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

/**
 * Walks of days and weeks: the clock of the panel and of the world around it is moved, and always forward. The runner
 * finds out by itself, except where a visit would not be due for a while.
 */
const hourInMs = 3_600_000;
let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel();
  delegateAtOnce(panel.sandbox);
  vi.useFakeTimers({ toFake: ["Date"], shouldAdvanceTime: true, now: Date.now() });
});
afterAll(async () => {
  vi.useRealTimers();
  await panel?.close();
});

const counts = () => panel.sandbox.counts;
const certificateStep = (name: string) => reportOf(panel, name, hostOf(name), "certificate");
const wake = (name: string) => panel.cluster.walking?.runner.wake(hostOf(name));
const passes = (ms: number) => vi.setSystemTime(Date.now() + ms);

/** The certificate that the ingress serves. */
function published(name: string): X509Certificate {
  const data = Object(publishedSecret(panel.sandbox, name)?.data) as Record<string, string>;
  return new X509Certificate(Buffer.from(data["tls.crt"] ?? "", "base64"));
}

/** The walk has been visited since the clock was moved, and has nothing to do right now. */
async function isAtRest(name: string, sinceMs: number): Promise<void> {
  await waitUntil(`${name} is at rest`, () => {
    const reports = panel.cluster.live.get(keyOf(name))?.reports ?? [];
    const isVisited = reports.some(({ at }) => Date.parse(at) >= sinceMs);
    return isVisited && isServing(panel, name) && Number(nextVisit(reports)) > Date.now() + 5_000;
  });
}

test("a certificate is renewed when the CA suggests it, and the old one serves until the new one does", async () => {
  await serve(panel, ["ari"]);
  const first = published("ari").serialNumber;
  passes(6 * hourInMs);
  // A visit that is still on its way would make its plans after the clock has moved again.
  await isAtRest("ari", Date.now());
  const { renewAt } = Object(certificateStep("ari")?.fact) as { renewAt?: string };
  expect(Date.parse(renewAt ?? "")).toBeGreaterThan(Date.now());
  expect(counts().certificatesIssued).toBe(1);

  panel.sandbox.acme.suggestRenewal(first);
  // The CA wants to be asked every six hours.
  passes(6 * hourInMs);
  await waitUntil("another certificate is served", () => {
    const { serial } = Object(reportOf(panel, "ari", hostOf("ari"), "serving")?.fact) as { serial?: string };
    return serial !== undefined && serial !== first && isServing(panel, "ari");
  });
  expect(published("ari").serialNumber).not.toBe(first);
  expect(counts().certificatesIssued).toBe(2);
});

test("a certificate of six days is renewed three times, and is never within a day of its end", async () => {
  putMetadata(panel.sandbox, [...providers.google.keys, ...acmeKeys], {
    ...cloudDnsMetadata(panel.sandbox),
    acme_profile: "shortlived",
  });
  await waitUntil("the profile is known", async () => {
    const { own } = await panel.cluster.worlds.providerSettings("vamp-demo");
    return own.acme_profile === "shortlived";
  });
  await serve(panel, ["short"]);
  const { validFrom, validTo } = published("short");
  expect(Date.parse(validTo) - Date.parse(validFrom)).toBeLessThan(7 * 24 * hourInMs);
  const issuedBefore = counts().certificatesIssued;
  const serials = new Set([published("short").serialNumber]);
  const ends = Date.now() + 3 * 160 * hourInMs;
  while (serials.size < 4 && Date.now() < ends) {
    passes(12 * hourInMs);
    const now = Date.now();
    await wake("short");
    await isAtRest("short", now);
    const served = published("short");
    expect(Date.parse(served.validTo) - Date.now()).toBeGreaterThan(24 * hourInMs);
    serials.add(served.serialNumber);
  }
  expect(serials.size).toBe(4);
  // The other host has a certificate of 90 days.
  expect(counts().certificatesIssued - issuedBefore).toBe(3);
});

test("while the CA is down for a day, renewals go on serving, new hosts wait, and both go on by themselves", async () => {
  panel.sandbox.levers.caUnavailable = true;
  const before = published("short").serialNumber;
  putGateway(panel.sandbox, "patient", hostOf("patient"));
  await waitUntil("the outage is told", () => certificateStep("patient")?.state === "failed");
  const orders = counts().ordersCreated;
  for (let hour = 0; hour < 24; hour += 3) {
    passes(3 * hourInMs);
    const now = Date.now();
    await wake("patient");
    await waitUntil("it is tried again", () => Date.parse(certificateStep("patient")?.at ?? "") >= now);
    expect(certificateStep("patient")?.state).toBe("failed");
    expect(isServing(panel, "short")).toBe(true);
  }
  expect(published("short").serialNumber).toBe(before);
  expect(counts().ordersCreated).toBe(orders);

  panel.sandbox.levers.caUnavailable = false;
  // The longest wait for a CA that doesn't answer; nobody wakes the walk.
  passes(300_000);
  await waitUntil("it is serving", () => isServing(panel, "patient"));
});

test("a CA that asks for an hour's pause isn't asked again for an hour, and then at once", async () => {
  panel.sandbox.levers.caRetryAfterSeconds = 3_600;
  const deferred = counts().ordersDeferred;
  putGateway(panel.sandbox, "limited", hostOf("limited"));
  const waiting = await waitUntil("the pause is told", () => {
    const step = certificateStep("limited");
    return step?.state === "waiting" && step.retryAt ? step : null;
  });
  const until = Date.parse(waiting.retryAt ?? "");
  expect(counts().ordersDeferred).toBe(deferred + 1);
  panel.sandbox.levers.caRetryAfterSeconds = null;
  const orders = counts().ordersCreated;
  for (const beforeMs of [1_800_000, 60_000, 5_000]) {
    vi.setSystemTime(until - beforeMs);
    const now = Date.now();
    await wake("limited");
    await waitUntil("it is visited", () => Date.parse(certificateStep("limited")?.at ?? "") >= now);
    expect(certificateStep("limited")?.state).toBe("waiting");
  }
  expect(counts()).toMatchObject({ ordersCreated: orders, ordersDeferred: deferred + 1 });
  vi.setSystemTime(until);
  await waitUntil("it is serving", () => isServing(panel, "limited"));
  expect(counts().ordersCreated).toBe(orders + 1);
});
