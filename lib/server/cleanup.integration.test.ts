import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { markName } from "@/lib/gateway/ownership";
import { walkStateOf } from "@/lib/gateway/reporting";
import type { CleanupRow } from "@/lib/store/cleanups";
import { readEnvironment } from "./environment";
import { type Runtime, startRuntime } from "./runtime";
import { type ApiProxy, startApiProxy } from "./testing/api-proxy";
import {
  delegateAtOnce,
  putGateway,
  removeGateway,
  startTestWorld,
  type TestWorld,
  waitUntil,
} from "./testing/test-panel";

let world: TestWorld;
let proxy: ApiProxy;
let runtime: Runtime;

const graceInSeconds = 2;

async function start(): Promise<void> {
  const environment = {
    ...world.environment,
    NODE_ENV: "test" as const,
    KUBECONFIG: proxy.kubeconfig,
    LAMIA_CLEANUP_GRACE_SECONDS: String(graceInSeconds),
    LAMIA_LOG_LEVEL: "fatal",
  };
  runtime = await startRuntime(readEnvironment(environment));
  await waitUntil("the runner starts", () => runtime.walking);
}

beforeAll(async () => {
  world = await startTestWorld();
  proxy = await startApiProxy(world.sandbox.file.kubeconfig, world.home);
  delegateAtOnce(world.sandbox);
  await start();
});
afterAll(async () => {
  await runtime?.close();
  await proxy?.close();
  await world?.close();
});
afterEach(async () => {
  await tenMinutesLater();
  proxy.answer = () => null;
  world.sandbox.levers.providerUnavailable = false;
});

const hostOf = (name: string) => `${name}.democluster.net`;
const keyOf = (name: string) => `vamp-demo/${name}:443=${hostOf(name)}`;
const secrets = { group: "", plural: "secrets" };
const gateways = { group: "networking.istio.io", plural: "gateways" };
const published = (name: string) =>
  world.sandbox.kubernetes.objects.get(secrets, "istio-system", `${name}-tls`);
const issued = () => world.sandbox.counts.certificatesIssued;

/** The brake looks at ten minutes: what went in a test before is not to stop the next one. */
async function tenMinutesLater(): Promise<void> {
  await runtime.store.database.query("UPDATE cleanup_task SET seen_at = seen_at - interval '11 minutes'");
}

/** The challenges of the first orders are out of DNS: from here on nothing is to change. */
async function settled(name: string): Promise<void> {
  const { vault } = await runtime.worlds.worldFor("vamp-demo");
  await waitUntil("the order is forgotten", async () => (await vault.read(hostOf(name))).order === null);
}

async function serve(...names: string[]): Promise<void> {
  for (const name of names) putGateway(world.sandbox, name, hostOf(name));
  for (const name of names)
    await waitUntil(
      `${name} is serving`,
      () => walkStateOf(runtime.live.get(keyOf(name))?.reports ?? []) === "serving",
    );
}

/** What DNS and the cluster hold for a host. */
async function standing(name: string) {
  const { dns } = await runtime.worlds.worldFor("vamp-demo");
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
  const { items } = await runtime.store.cleanupTasks.list({ q: `=${hostOf(name)}`, kind: "secured-host" });
  const [first] = items;
  return first ? ((await runtime.store.cleanups.read(first.id)) ?? undefined) : undefined;
}

const inState = (name: string, state: CleanupRow["state"]) =>
  waitUntil(`the cleanup of ${name} is ${state}`, async () => {
    const found = await cleanupOf(name);
    return found?.state === state ? found : null;
  });

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

describe("a gateway that goes", () => {
  test("loses nothing before the grace is over, and then all that was its own", async () => {
    await serve("grace");
    removeGateway(world.sandbox, "grace");
    const cleanup = await inState("grace", "grace");
    expect(Date.parse(cleanup.graceUntil) - Date.parse(cleanup.seenAt)).toBe(graceInSeconds * 1000);
    expect(await standing("grace")).toEqual(whole);
    await inState("grace", "done");
    expect(await standing("grace")).toEqual(nothing);
    expect(await runtime.store.walks.read(keyOf("grace"))).toBeNull();
    expect(runtime.live.get(keyOf("grace"))).toBeUndefined();
  });

  test("and comes back within the grace, as kubectl replace --force does, costs nothing", async () => {
    await serve("replaced");
    await settled("replaced");
    const before = issued();
    const changes = world.sandbox.counts.dnsChanges;
    const secret = published("replaced");
    removeGateway(world.sandbox, "replaced");
    await inState("replaced", "grace");
    await serve("replaced");
    await inState("replaced", "withdrawn");
    await pause(graceInSeconds + 2.5);
    expect(await standing("replaced")).toEqual(whole);
    expect(world.sandbox.counts.dnsChanges).toBe(changes);
    expect(issued()).toBe(before);
    expect(published("replaced")?.metadata.uid).toBe(secret?.metadata.uid);
  });

  test("is asked for again at the API server, not in the cache, before anything is removed", async () => {
    await serve("unseen");
    const cleanups = runtime.walking?.cleanups;
    // As when the cache was told of a deletion that never was.
    await cleanups?.begin([
      {
        host: hostOf("unseen"),
        gateway: { namespace: "vamp-demo", name: "unseen" },
        payload: { reachedBy: null },
        reason: "Said so.",
      },
    ]);
    await inState("unseen", "withdrawn");
    expect(await standing("unseen")).toEqual(whole);
  });

  test("waits, and says why, while the API server does not say whether it is gone", async () => {
    await serve("doubt");
    proxy.answer = ({ method, path }) =>
      method === "GET" && path.includes("/vamp-demo/gateways/doubt") ? 503 : null;
    removeGateway(world.sandbox, "doubt");
    const waiting = await waitUntil("the doubt is shown", async () => {
      const found = await cleanupOf("doubt");
      return found?.lastProblem ? found : null;
    });
    expect(waiting.lastProblem).toContain("does not say whether the Gateway vamp-demo/doubt is gone");
    expect(await standing("doubt")).toEqual(whole);
    proxy.answer = () => null;
    await runtime.walking?.runner.retryTask(waiting.id);
    await inState("doubt", "done");
    expect(await standing("doubt")).toEqual(nothing);
  });

  test("stops at the very write before which it comes back, and is repaired", async () => {
    await serve("late");
    let isBack = false;
    // The Gateway is made again after the first confirmation has been given.
    proxy.answer = ({ method, path }) => {
      if (method === "GET" && path.includes("/vamp-demo/gateways/late") && !isBack) {
        isBack = true;
        setTimeout(() => putGateway(world.sandbox, "late", hostOf("late")), 0);
      }
      return null;
    };
    const before = issued();
    removeGateway(world.sandbox, "late");
    await inState("late", "withdrawn");
    await serve("late");
    expect(await standing("late")).toEqual(whole);
    expect(issued()).toBe(before);
  });

  test("is kept when somebody undoes it, until its host is wanted again or somebody confirms", async () => {
    await serve("undone");
    removeGateway(world.sandbox, "undone");
    const { id } = await inState("undone", "grace");
    await runtime.walking?.cleanups.keep(id);
    await pause(graceInSeconds + 2.5);
    expect(await standing("undone")).toEqual(whole);
    expect((await cleanupOf("undone"))?.state).toBe("kept");
    await serve("undone");
    await inState("undone", "withdrawn");
    removeGateway(world.sandbox, "undone");
    const again = await inState("undone", "grace");
    expect(again.id).not.toBe(id);
    await runtime.walking?.cleanups.keep(again.id);
    await runtime.walking?.cleanups.confirm([again.id]);
    await inState("undone", "done");
    expect(await standing("undone")).toEqual(nothing);
  });

  test("leaves the host to another gateway that wants it: no record goes, no certificate is ordered", async () => {
    await serve("old");
    const before = issued();
    putGateway(world.sandbox, "new", hostOf("old"));
    removeGateway(world.sandbox, "old");
    await inState("old", "done");
    const left = await standing("old");
    expect(left.record).toBe(true);
    expect(left.mark).toEqual([expect.stringContaining("gateway=vamp-demo/new")]);
    expect(left.secret).toBe(false);
    await waitUntil("the new gateway serves", () => {
      const reports = runtime.live.get(`vamp-demo/new:443=${hostOf("old")}`)?.reports ?? [];
      return walkStateOf(reports) === "serving";
    });
    expect(issued()).toBe(before);
  });
});

describe("many that go at once", () => {
  const names = ["many0", "many1", "many2", "many3", "many4"];

  test("are stopped by the brake and told of, also after a restart; a confirmation is for what was seen", async () => {
    await serve(...names);
    for (const name of names) removeGateway(world.sandbox, name);
    const braked = await Promise.all(names.map((name) => inState(name, "braked")));
    const bell = (await runtime.store.notifications.list({ limit: 20 })).items;
    const told = bell.filter(({ title }) => title === "Many hosts went: their cleanup waits for you");
    expect(told).toHaveLength(1);
    await runtime.close();
    await start();
    await pause(graceInSeconds + 2.5);
    for (const name of names) expect(await standing(name)).toEqual(whole);
    // One is wanted again; the others are confirmed, but for one.
    await serve("many0");
    await inState("many0", "withdrawn");
    await runtime.walking?.cleanups.confirm(braked.slice(0, 4).map(({ id }) => id));
    for (const name of ["many1", "many2", "many3"]) await inState(name, "done");
    for (const name of ["many1", "many2", "many3"]) expect(await standing(name)).toEqual(nothing);
    expect(await standing("many0")).toEqual(whole);
    expect(await standing("many4")).toEqual(whole);
    expect((await cleanupOf("many4"))?.state).toBe("braked");
  }, 90_000);
});

describe("what went while nobody looked", () => {
  test("an annotation entry taken away while Lamia is down leaves nothing behind", async () => {
    await serve("entry");
    await runtime.close();
    const gateway = world.sandbox.kubernetes.objects.get(gateways, "vamp-demo", "entry");
    world.sandbox.kubernetes.objects.put(gateways, {
      ...gateway,
      metadata: { ...gateway?.metadata, annotations: {} },
    } as never);
    await start();
    await inState("entry", "done");
    expect(await standing("entry")).toEqual(nothing);
    expect(await runtime.store.walks.read(keyOf("entry"))).toBeNull();
    const { items } = await runtime.store.certificates.list({ q: hostOf("entry") });
    expect(items).toEqual([]);
  });
});
