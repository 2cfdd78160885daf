import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { markName } from "@/lib/gateway/ownership/marks";
import {
  delegateAtOnce,
  hostOf,
  keyOf,
  publishedSecret,
  putGateway,
  removeGateway,
  serve,
  startTestPanel,
  type TestPanel,
  waitUntil,
  walkState,
} from "@/lib/server/testing/test-panel";
import type { CleanupRow } from "@/lib/store/cleanups";

let panel: TestPanel;

const graceInSeconds = 2;

beforeAll(async () => {
  const settings = { LAMIA_CLEANUP_GRACE_SECONDS: String(graceInSeconds), LAMIA_LOG_LEVEL: "fatal" };
  panel = await startTestPanel(async () => settings, { behindProxy: true });
  delegateAtOnce(panel.sandbox);
});
afterAll(async () => panel?.close());
afterEach(async () => {
  await tenMinutesLater();
  panel.proxy.answer = () => null;
  panel.sandbox.levers.providerUnavailable = false;
});

const gateways = { group: "networking.istio.io", plural: "gateways" };
const published = (name: string) => publishedSecret(panel.sandbox, name);
const issued = () => panel.sandbox.counts.certificatesIssued;

/** The brake covers ten minutes: hosts removed by an earlier test must not pause the next one. */
async function tenMinutesLater(): Promise<void> {
  await panel.installation.store.database.query(
    "UPDATE cleanup_task SET seen_at = seen_at - interval '11 minutes'",
  );
}

/** The first orders' challenges are out of DNS; from here on nothing should change. */
async function settled(name: string): Promise<void> {
  const { vault } = await panel.cluster.worlds.worldFor("vamp-demo");
  await waitUntil("the order is forgotten", async () => (await vault.read(hostOf(name))).order === null);
}

/** The state of a host in DNS and the cluster. */
async function heldFor(name: string) {
  const { dns } = await panel.cluster.worlds.worldFor("vamp-demo");
  const zone = (await dns.zones()).find(({ apex }) => apex === "democluster.net");
  if (!zone) throw new Error("there is no zone");
  const [record, mark] = await Promise.all([
    dns.read(zone, hostOf(name), "A"),
    dns.read(zone, markName(hostOf(name)), "TXT"),
  ]);
  return { record: record !== null, mark: mark?.values ?? null, secret: published(name) !== undefined };
}

const whole = { record: true, mark: [expect.stringContaining("heritage=lamia")], secret: true };
const nothing = { record: false, mark: null, secret: false };

async function cleanupOf(name: string): Promise<CleanupRow | undefined> {
  const { items } = await panel.installation.store.tasks.list({
    q: `=${hostOf(name)}`,
    kind: "secured-host",
  });
  const [first] = items;
  return first ? ((await panel.installation.store.cleanups.read(first.id)) ?? undefined) : undefined;
}

const inState = (name: string, state: CleanupRow["state"]) =>
  waitUntil(`the cleanup of ${name} is ${state}`, async () => {
    const found = await cleanupOf(name);
    return found?.state === state ? found : null;
  });

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

describe("a deleted gateway", () => {
  test("loses nothing before the end of the grace period, and then everything of its own", async () => {
    await serve(panel, ["grace"]);
    removeGateway(panel.sandbox, "grace");
    const cleanup = await inState("grace", "grace");
    expect(Date.parse(cleanup.graceUntil) - Date.parse(cleanup.seenAt)).toBe(graceInSeconds * 1000);
    expect(await heldFor("grace")).toEqual(whole);
    await inState("grace", "done");
    expect(await heldFor("grace")).toEqual(nothing);
    expect(await panel.installation.store.walks.read(keyOf("grace"))).toBeNull();
    expect(panel.cluster.live.get(keyOf("grace"))).toBeUndefined();
  });

  test("costs nothing if it comes back within the grace period, as with kubectl replace --force", async () => {
    await serve(panel, ["replaced"]);
    await settled("replaced");
    const before = issued();
    const changes = panel.sandbox.counts.dnsChanges;
    const secret = published("replaced");
    removeGateway(panel.sandbox, "replaced");
    await inState("replaced", "grace");
    await serve(panel, ["replaced"]);
    await inState("replaced", "withdrawn");
    await pause(graceInSeconds + 2.5);
    expect(await heldFor("replaced")).toEqual(whole);
    expect(panel.sandbox.counts.dnsChanges).toBe(changes);
    expect(issued()).toBe(before);
    expect(published("replaced")?.metadata.uid).toBe(secret?.metadata.uid);
  });

  test("is looked up at the API server, not in the cache, before anything is removed", async () => {
    await serve(panel, ["unseen"]);
    const cleanups = panel.cluster.walking?.cleanups;
    // As if the cache had been told about a deletion that never happened.
    await cleanups?.begin([
      {
        host: hostOf("unseen"),
        gateway: { namespace: "vamp-demo", name: "unseen" },
        payload: { reachedBy: null },
        reason: "Said so.",
      },
    ]);
    await inState("unseen", "withdrawn");
    expect(await heldFor("unseen")).toEqual(whole);
  });

  test("waits, and says why, while the API server doesn't say whether it is gone", async () => {
    await serve(panel, ["doubt"]);
    panel.proxy.answer = ({ method, path }) =>
      method === "GET" && path.includes("/vamp-demo/gateways/doubt") ? 503 : null;
    removeGateway(panel.sandbox, "doubt");
    const waiting = await waitUntil("the doubt is shown", async () => {
      const found = await cleanupOf("doubt");
      return found?.lastProblem ? found : null;
    });
    expect(waiting.lastProblem).toContain("doesn’t say whether the Gateway vamp-demo/doubt still exists");
    expect(await heldFor("doubt")).toEqual(whole);
    panel.proxy.answer = () => null;
    await panel.cluster.walking?.runner.retryTasks([waiting.id]);
    await inState("doubt", "done");
    expect(await heldFor("doubt")).toEqual(nothing);
  });

  test("stops just before the next write when it comes back, and is repaired", async () => {
    await serve(panel, ["late"]);
    let isBack = false;
    // The Gateway is recreated after the first confirmation.
    panel.proxy.answer = ({ method, path }) => {
      if (method === "GET" && path.includes("/vamp-demo/gateways/late") && !isBack) {
        isBack = true;
        setTimeout(() => putGateway(panel.sandbox, "late", hostOf("late")), 0);
      }
      return null;
    };
    const before = issued();
    removeGateway(panel.sandbox, "late");
    await inState("late", "withdrawn");
    await serve(panel, ["late"]);
    expect(await heldFor("late")).toEqual(whole);
    expect(issued()).toBe(before);
  });

  test("is kept when you undo it, until its host is wanted again or you confirm", async () => {
    await serve(panel, ["undone"]);
    removeGateway(panel.sandbox, "undone");
    const { id } = await inState("undone", "grace");
    await panel.cluster.walking?.cleanups.keep(id);
    await pause(graceInSeconds + 2.5);
    expect(await heldFor("undone")).toEqual(whole);
    expect((await cleanupOf("undone"))?.state).toBe("kept");
    await serve(panel, ["undone"]);
    await inState("undone", "withdrawn");
    removeGateway(panel.sandbox, "undone");
    const again = await inState("undone", "grace");
    expect(again.id).not.toBe(id);
    await panel.cluster.walking?.cleanups.keep(again.id);
    await panel.cluster.walking?.cleanups.confirm([again.id]);
    await inState("undone", "done");
    expect(await heldFor("undone")).toEqual(nothing);
  });

  test("leaves the host to another gateway that wants it: no record goes, and no certificate is ordered", async () => {
    await serve(panel, ["old"]);
    const before = issued();
    putGateway(panel.sandbox, "new", hostOf("old"));
    removeGateway(panel.sandbox, "old");
    await inState("old", "done");
    const left = await heldFor("old");
    expect(left.record).toBe(true);
    expect(left.mark).toEqual([expect.stringContaining("gateway=vamp-demo/new")]);
    expect(left.secret).toBe(false);
    await waitUntil("the new gateway serves", () => {
      return walkState(panel, `vamp-demo/new:443=${hostOf("old")}`) === "serving";
    });
    expect(issued()).toBe(before);
  });
});

describe("many that go at once", () => {
  const names = ["many0", "many1", "many2", "many3", "many4"];

  test("are paused by the brake and reported, even after a restart; a confirmation covers what you saw", async () => {
    await serve(panel, names);
    for (const name of names) removeGateway(panel.sandbox, name);
    const braked = await Promise.all(names.map((name) => inState(name, "braked")));
    const bell = (await panel.installation.store.notifications.list({ limit: 20 })).items;
    const sent = bell.filter(({ title }) => title === "Many hosts disappeared: their cleanup waits for you");
    expect(sent).toHaveLength(1);
    await panel.stop();
    await panel.start();
    await pause(graceInSeconds + 2.5);
    for (const name of names) expect(await heldFor(name)).toEqual(whole);
    // One is wanted again; all others except one are confirmed.
    await serve(panel, ["many0"]);
    await inState("many0", "withdrawn");
    await panel.cluster.walking?.cleanups.confirm(braked.slice(0, 4).map(({ id }) => id));
    for (const name of ["many1", "many2", "many3"]) await inState(name, "done");
    for (const name of ["many1", "many2", "many3"]) expect(await heldFor(name)).toEqual(nothing);
    expect(await heldFor("many0")).toEqual(whole);
    expect(await heldFor("many4")).toEqual(whole);
    expect((await cleanupOf("many4"))?.state).toBe("braked");
  });
});

describe("changes while Lamia is down", () => {
  test("include an annotation entry that was removed, which leaves nothing behind", async () => {
    await serve(panel, ["entry"]);
    await panel.stop();
    const gateway = panel.sandbox.kubernetes.objects.get(gateways, "vamp-demo", "entry");
    panel.sandbox.kubernetes.objects.put(gateways, {
      ...gateway,
      metadata: { ...gateway?.metadata, annotations: {} },
    } as never);
    await panel.start();
    await inState("entry", "done");
    expect(await heldFor("entry")).toEqual(nothing);
    expect(await panel.installation.store.walks.read(keyOf("entry"))).toBeNull();
    const { items } = await panel.installation.store.certificates.list({ q: hostOf("entry") });
    expect(items).toEqual([]);
  });
});
