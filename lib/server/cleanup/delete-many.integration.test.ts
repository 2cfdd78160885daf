import { afterAll, beforeAll, expect, test } from "vitest";
import {
  delegateAtOnce,
  isServing,
  putGateway,
  removeGateway,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

/** Deletions share changes of a zone and attempts, like additions. */
const names = Array.from({ length: 100 }, (_, index) => `bulk${index}`);
const hostOf = (name: string) => `${name}.democluster.net`;
const graceInSeconds = 2;
/** A zone takes this many changes while 100 gateways are created; removing them should take about as many. */
const changesAtMost = 20;

let panel: TestPanel;

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_CLEANUP_GRACE_SECONDS: String(graceInSeconds) }));
  delegateAtOnce(panel.sandbox);
});
afterAll(async () => panel?.close());

test("after the grace period, deleting a hundred gateways takes about as long as creating them", async () => {
  const { sandbox, cluster } = panel;
  const changes = () => sandbox.counts.dnsChanges;
  const made = performance.now();
  for (const name of names) putGateway(sandbox, name, hostOf(name));
  for (const name of names) await waitUntil(`${name} is serving`, () => isServing(panel, name), 300);
  const makingMs = performance.now() - made;
  await waitUntil("the last challenges are taken out", () =>
    sandbox.dns.zones
      .list()
      .every(({ content }) => [...content.all()].every(({ name }) => !name.startsWith("_acme-challenge."))),
  );
  const before = changes();

  for (const name of names) removeGateway(sandbox, name);
  const braked = await waitUntil(
    "the brake holds them all",
    async () => {
      const pending = await panel.installation.store.cleanups.pending();
      return pending.length === names.length && pending.every(({ state }) => state === "braked") && pending;
    },
    180,
  );
  await new Promise((resolve) => setTimeout(resolve, (graceInSeconds + 1) * 1000));
  expect(changes()).toBe(before);

  const confirmed = performance.now();
  await cluster.walking?.cleanups.confirm(braked.map(({ id }) => id));
  await waitUntil(
    "all are done",
    async () => (await panel.installation.store.tasks.count({ states: ["done"] })) === names.length,
    300,
  );
  const removingMs = performance.now() - confirmed;
  console.log(
    `100 gateways: made in ${Math.round(makingMs)} ms, removed in ${Math.round(removingMs)} ms and ${changes() - before} DNS changes`,
  );
  expect(changes() - before).toBeLessThanOrEqual(changesAtMost);
  expect(removingMs).toBeLessThan(Math.max(1.5 * makingMs, 10_000));
  const secrets = sandbox.kubernetes.objects
    .list({ group: "", plural: "secrets" })
    .filter(({ metadata }) => metadata.name.includes("bulk"));
  expect(secrets).toEqual([]);
}, 300_000);
