import { afterAll, beforeAll, expect, test } from "vitest";
import type { TakeOverView } from "@/lib/api/gateway";
import type { RecordSet } from "@/lib/gateway/model";
import { readTakeOver, takeOverRecords } from "@/lib/server/operations/take-over";
import { call, thrownProblem } from "@/lib/server/testing/call";
import {
  delegateAtOnce,
  hostOf,
  isServing,
  putGateway,
  reportOf,
  serve,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

let panel: TestPanel;
beforeAll(async () => {
  panel = await startTestPanel();
  delegateAtOnce(panel.sandbox);
  await serve(panel, ["first"]);
});
afterAll(async () => panel?.close());

/** The zone's record sets, without serial number, challenges and those of the host. */
async function everythingElse(host: string): Promise<RecordSet[]> {
  const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
  const [zone] = await dns.zones();
  if (!zone) throw new Error("no zone");
  const isHosts = (name: string) => name === host || name === `_lamia.${host}`;
  return (await dns.records(zone)).filter(({ name }) => !isHosts(name) && !name.startsWith("_acme"));
}

async function put(seen: RecordSet | null, next: RecordSet): Promise<void> {
  const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
  const [zone] = await dns.zones();
  if (zone) await dns.change(zone, [{ seen, next }]);
}

test("a foreign record blocks until you confirm its exact values; then the host is served, and nothing else has changed", async () => {
  const host = hostOf("theirs");
  const theirs = (value: string): RecordSet => ({ name: host, type: "A", ttlSeconds: 77, values: [value] });
  await put(null, theirs("203.0.113.1"));
  await put(null, { ...theirs("203.0.113.5"), name: `www.${host}` });
  putGateway(panel.sandbox, "theirs", host);
  const blocked = await waitUntil("the record is blocked", () => {
    const report = reportOf(panel, "theirs", host, "record");
    return report?.state === "blocked" && report;
  });
  expect(blocked.fact).toMatchObject({ ours: false, replaceable: [{ values: ["203.0.113.1"] }] });
  const before = await everythingElse(host);

  const params = { vc: "vamp-demo", name: "theirs", host };
  const read = () => call<TakeOverView>(panel.cluster, readTakeOver, { params });
  const confirm = (body: unknown) => call<TakeOverView>(panel.cluster, takeOverRecords, { params, body });
  const seen = await read();
  expect(seen.replaces).toEqual([theirs("203.0.113.1")]);

  await put(theirs("203.0.113.1"), theirs("203.0.113.2"));
  const changed = await thrownProblem(confirm(seen));
  expect(changed).toMatchObject({ status: 409, current: { replaces: [theirs("203.0.113.2")] } });
  expect((await read()).replaces).toEqual([theirs("203.0.113.2")]);

  await confirm(changed.current);
  await waitUntil("it serves", () => isServing(panel, "theirs"));
  expect(await everythingElse(host)).toEqual(before);
  expect((await thrownProblem(read())).detail).toContain("no records of others");
  const { items } = await panel.installation.store.events.list({ host });
  expect(items.find(({ type }) => type === "record.taken-over")?.message).toContain("A 203.0.113.2");
});
