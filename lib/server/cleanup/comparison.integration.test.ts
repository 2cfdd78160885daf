import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { markName, markValue } from "@/lib/gateway/ownership/marks";
import {
  delegateAtOnce,
  hostOf,
  isServing,
  publishedSecret,
  removeGateway,
  serve,
  startTestPanel,
  type TestPanel,
  waitUntil,
} from "@/lib/server/testing/test-panel";

let panel: TestPanel;

const published = (name: string) => publishedSecret(panel.sandbox, name);

beforeAll(async () => {
  panel = await startTestPanel(async () => ({ LAMIA_LOG_LEVEL: "fatal" }), { behindProxy: true });
  delegateAtOnce(panel.sandbox);
  await (await panel.cluster.worlds.worldFor("vamp-demo")).dns.createZone("democluster.net");
});
afterAll(async () => panel?.close());
beforeEach(async () => {
  panel.proxy.answer = () => null;
  await panel.installation.store.database.query(
    "UPDATE cleanup_task SET seen_at = seen_at - interval '11 minutes'",
  );
});

async function dnsOf() {
  const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
  const zone = (await dns.zones()).find(({ apex }) => apex === "democluster.net") as Zone;
  return { dns, zone };
}

async function recordsOf(name: string): Promise<(RecordSet | null)[]> {
  const { dns, zone } = await dnsOf();
  return Promise.all([dns.read(zone, hostOf(name), "A"), dns.read(zone, markName(hostOf(name)), "TXT")]);
}

async function put(...sets: RecordSet[]): Promise<void> {
  const { dns, zone } = await dnsOf();
  await dns.change(
    zone,
    sets.map((next) => ({ seen: null, next })),
  );
}

const record = (name: string, address: string): RecordSet => ({
  name: hostOf(name),
  type: "A",
  ttlSeconds: 300,
  values: [address],
});
const mark = (name: string, owner: string, address: string): RecordSet => ({
  name: markName(hostOf(name)),
  type: "TXT",
  ttlSeconds: 300,
  values: [markValue(owner, { namespace: "vamp-demo", name }, [{ type: "A", values: [address] }])],
});

describe("the comparison of what is ours with what is wanted", () => {
  test("removes everything of a gateway that went while Lamia was down and its database was lost", async () => {
    await serve(panel, ["lost", "stays"]);
    await panel.stop();
    rmSync(join(panel.home, "database"), { recursive: true, force: true });
    removeGateway(panel.sandbox, "lost");
    await panel.start();
    await waitUntil("its Secret is gone", () => published("lost") === undefined);
    await waitUntil("its records are gone", async () =>
      (await recordsOf("lost")).every((set) => set === null),
    );
    await serve(panel, ["stays"]);
    expect(await recordsOf("stays")).not.toContain(null);
    expect(panel.sandbox.counts.certificatesIssued).toBe(2);
  });

  test("removes our records that no Gateway names, but never those of another installation or of others", async () => {
    const { owner } = await panel.cluster.worlds.worldFor("vamp-demo");
    await put(record("orphan", "192.0.2.7"), mark("orphan", owner, "192.0.2.7"));
    await put(record("theirs", "192.0.2.8"), mark("theirs", "another-installation", "192.0.2.8"));
    await put(record("nobodys", "192.0.2.9"));
    await panel.stop();
    await panel.start();
    await waitUntil("the orphan is gone", async () =>
      (await recordsOf("orphan")).every((set) => set === null),
    );
    expect(await recordsOf("theirs")).not.toContain(null);
    expect((await recordsOf("nobodys"))[0]).not.toBeNull();
  });

  test("removes nothing for an unreadable zone, or a cluster that is only partly visible", async () => {
    const { owner } = await panel.cluster.worlds.worldFor("vamp-demo");
    await put(record("doubtful", "192.0.2.10"), mark("doubtful", owner, "192.0.2.10"));
    await panel.stop();
    panel.proxy.answer = ({ path }) =>
      path.includes("/gateways") && !path.includes("namespaces") ? 404 : null;
    await panel.start();
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(await recordsOf("doubtful")).not.toContain(null);
    expect(await recordsOf("stays")).not.toContain(null);
    expect(published("stays")).toBeDefined();
    expect((await panel.installation.store.cleanups.pending()).length).toBe(0);
    panel.proxy.answer = () => null;
    await waitUntil("the orphan is gone", async () =>
      (await recordsOf("doubtful")).every((set) => set === null),
    );
    expect(published("stays")).toBeDefined();
  });

  test("removes our Secrets whose host no Gateway names, along with the challenges of an order", async () => {
    const { vault } = await panel.cluster.worlds.worldFor("vamp-demo");
    const { zone } = await dnsOf();
    const challenge = { name: `_acme-challenge.${hostOf("pending")}`, value: "a-value-of-ours" };
    const order = await vault.begin(hostOf("pending"), [hostOf("pending")], "vamp-demo");
    await vault.save(hostOf("pending"), { ...order, challenges: [challenge] });
    await put({
      name: challenge.name,
      type: "TXT",
      ttlSeconds: 60,
      values: [challenge.value, "of-somebody"],
    });
    await panel.stop();
    await panel.start();
    const { vault: now, dns: after } = await panel.cluster.worlds.worldFor("vamp-demo");
    await waitUntil("its keys are gone", async () => (await now.read(hostOf("pending"))).order === null);
    expect((await after.read(zone, challenge.name, "TXT"))?.values).toEqual(["of-somebody"]);
  });
});

describe("29 serving gateways", () => {
  test("survive a 404 on the list of Gateways: nothing happens", async () => {
    const names = Array.from({ length: 29 }, (_, index) => `storm${index}`);
    await serve(panel, names);
    const { certificatesIssued } = panel.sandbox.counts;
    const before = await Promise.all(names.map(recordsOf));
    let refused = 0;
    panel.proxy.answer = ({ method, path }) => {
      const isList = method === "GET" && /\/gateways(\?|$)/.test(path) && !path.includes("namespaces");
      if (!isList || refused >= 3) return null;
      refused += 1;
      return 404;
    };
    panel.proxy.cut();
    await waitUntil("the list was refused", () => refused > 0, 60);
    await waitUntil(
      "the cluster is seen again",
      () => panel.cluster.cache.stateOf("Gateway").state === "connected",
    );
    await new Promise((resolve) => setTimeout(resolve, 6000));
    expect(await Promise.all(names.map(recordsOf))).toEqual(before);
    for (const name of names) expect(published(name), name).toBeDefined();
    expect(panel.sandbox.counts.certificatesIssued).toBe(certificatesIssued);
    const done = await panel.installation.store.tasks.list({
      q: "=storm",
      states: ["done", "open", "braked"],
    });
    expect(done.items).toEqual([]);
    for (const name of names) expect(isServing(panel, name), name).toBe(true);
  });
});
