import { afterAll, beforeAll, expect, test } from "vitest";
import { webhook } from "@/lib/dns/webhook/webhook";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import { putMetadata } from "@/lib/server/testing/configure-provider";
import {
  putGateway,
  removeGateway,
  reportOf,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

let panel: TestPanel;
beforeAll(async () => {
  panel = await startTestPanel();
  putMetadata(panel.sandbox, webhook.keys, { webhook_provider: "sandbox" });
});
afterAll(async () => panel?.close());

const host = "shop.hooked.net";
const zones = () => panel.sandbox.dns.others.find(({ id }) => id === "webhook-sandbox")?.zones;
const recordNames = () =>
  [...(zones()?.ofDnsName("hooked.net.")?.content.all() ?? [])]
    .filter(({ type }) => type !== "SOA" && type !== "NS")
    .map(({ name }) => name);

test("a walk with a webhook waits for the zone and ends with the site served, and its cleanup leaves the zone as it was", async () => {
  putGateway(panel.sandbox, "hooked", host);
  const blocked = await waitUntil("the zone is blocked", () => {
    const found = reportOf(panel, "hooked", host, "zone");
    return found?.state === "blocked" ? found : null;
  });
  expect(blocked.remedy).toContain("hooked.net");
  expect(panel.sandbox.counts.ordersCreated).toBe(0);

  // Follows the remedy at the provider behind the webhook, and at the registrar.
  const zone = zones()?.create({ name: "hooked", dnsName: "hooked.net.", description: "", labels: {} });
  panel.sandbox.dns.registrations.set("hooked.net.", [...(zone?.nameServers ?? [])]);
  await panel.cluster.walking?.runner.wake(host, { fresh: true });
  await waitUntil(`${host} is serving`, () => {
    const reports = panel.cluster.live.get(`vamp-demo/hooked:443=${host}`)?.reports ?? [];
    return walkStateOf(reports) === "serving";
  });
  expect(reportOf(panel, "hooked", host, "zone")?.note).toContain("sandbox (external-dns webhook)");
  await waitUntil(
    "the challenge is gone",
    () => !recordNames().some((name) => name.startsWith("_acme-challenge")),
  );
  expect(recordNames().sort()).toEqual([`_lamia.${host}.`, `${host}.`]);

  removeGateway(panel.sandbox, "hooked");
  await waitUntil("nothing of ours is left", () => recordNames().length === 0);
});
