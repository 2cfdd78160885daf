import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brakeLimit } from "@/lib/gateway/cleanup/cleanup-protocol";
import { spawnWalking, type WalkingProcess } from "@/lib/server/testing/spawn-walking";
import { delegateAtOnce, startTestWorld, type TestWorld, waitUntil } from "@/lib/server/testing/test-panel";
import { openStore, type Store } from "@/lib/store/open-store";
import { findPostgres, startPostgres, type TestPostgres } from "@/lib/store/testing/postgres";
import { randomOf } from "@/lib/testing/random";
import { difference, foundPicture, notAnswering, wantedPicture } from "./invariants";
import { create, newSite, remove, type Site, type Slot, wantedSlots } from "./site";
import { secretsOf } from "./stage";

/**
 * Processes that are killed (SIGKILL) at random moments while they walk new gateways and clean up after old ones, and
 * started again. `npm run test:faults -- kill` does it 200 times on each database.
 */
const kills = Number(process.env.LAMIA_FAULTS_KILLS ?? 2);
const seed = Number(process.env.LAMIA_FAULTS_SEED ?? 2001);
const killsAGroup = 10;
/** What a walk of one gateway makes the sandbox do, and a little more. */
const longestWalk = 30;
const backends = [
  {
    backend: "the panel alone, with the embedded database",
    program: "testing/walking-process.ts",
    processes: 1,
  },
  { backend: "two workers on PostgreSQL", program: "worker.ts", processes: 2 },
] as const;

describe.each(backends)("$backend, killed at random moments", ({ processes, program }) => {
  const isShared = processes > 1;
  const isPlayed = !isShared || findPostgres() !== null;
  const random = randomOf(seed);
  const running: WalkingProcess[] = [];
  const recoveredInMs: number[] = [];
  let postgres: TestPostgres | null = null;
  let world: TestWorld;
  let environment: Record<string, string>;
  let site: Site;
  let ignoredSecrets: ReadonlySet<string>;
  let [created, removed] = [0, 0];

  beforeAll(async () => {
    if (!isPlayed) return;
    world = await startTestWorld();
    delegateAtOnce(world.sandbox);
    if (isShared) postgres = await startPostgres();
    environment = {
      ...world.environment,
      LAMIA_LOG_LEVEL: process.env.LAMIA_FAULTS_LOG ?? "fatal",
      ...(postgres ? { DATABASE_URL: await postgres.newDatabase() } : {}),
    };
    ignoredSecrets = secretsOf({ world });
    site = newSite(2 * kills + 10);
    for (let at = 0; at < processes; at += 1) running[at] = spawnWalking(environment, program);
    for (let count = 0; count < 6; count += 1) createNext();
    await untilAsWanted();
  });
  afterAll(async () => {
    await Promise.all(running.map((each) => each.kill()));
    await world?.close();
    await postgres?.stop();
  });

  function createNext(): Slot {
    const slot = site.slots[created++];
    if (!slot) throw new Error("there are too few hosts");
    create({ world }, site, slot);
    return slot;
  }

  const groups = Array.from({ length: Math.ceil(kills / killsAGroup) }, (_, at) => at * killsAGroup);
  test.skipIf(!isPlayed).each(groups)(
    "every gateway serves, and nothing is left over, after the kills from %i on",
    async (first) => {
      for (let kill = first; kill < Math.min(kills, first + killsAGroup); kill += 1) {
        const begun = activity();
        const slots = Array.from({ length: 1 + random.int(2) }, createNext);
        const isRoom = removed + 1 < brakeLimit(wantedSlots(site).length + removed);
        if (isRoom && random.chance(0.3)) await removeOne(slots);
        const moment = begun + random.int(longestWalk * slots.length);
        // A process that has just started takes its time, and a walk may do less than expected.
        await waitUntil("the moment comes", () => activity() >= moment, 8).catch(() => {});
        await sleep(random.int(25));
        const at = random.int(processes);
        await running[at]?.kill();
        const killedAt = performance.now();
        running[at] = spawnWalking(environment, program);
        // In a third of the cases, the next kill comes while this one is being recovered from.
        if (random.chance(0.33)) continue;
        await waitUntil("every host is served", async () => (await wrongWith(slots)).length === 0);
        recoveredInMs.push(performance.now() - killedAt);
      }
      await untilAsWanted();
      console.log(`${Math.min(kills, first + killsAGroup)} kills; ${figures(recoveredInMs)}`);
    },
  );

  test.skipIf(!isPlayed)(
    "no job is stuck, no lock is left, and the database agrees with the cluster",
    async () => {
      let store = await stoppedStore();
      // A visit that the stop has interrupted goes on after the next start.
      for (let starts = 0; starts < 5 && (await unservedIn(store)).length > 0; starts += 1) {
        await store.close();
        for (const at of running.keys()) running[at] = spawnWalking(environment, program);
        // On a busy machine, a start alone takes seconds.
        await sleep(5_000 * 2 ** starts);
        store = await stoppedStore();
      }
      try {
        const keys = wantedSlots(site).map(({ gateway, host }) => `vamp-demo/${gateway}:443=${host}`);
        expect((await store.walks.keys()).toSorted()).toEqual(keys.toSorted());
        const { database } = store;
        expect(await unservedIn(store)).toEqual([]);
        expect(await store.cleanups.pending()).toEqual([]);
        expect(
          await database.query("SELECT name, singleton_key FROM pgboss.job WHERE state = 'active'"),
        ).toEqual([]);
        const [orders] = await database.query<{ placed: number; issued: number }>(
          `SELECT count(*) FILTER (WHERE state = 'placed')::int AS placed,
                count(*) FILTER (WHERE state = 'issued')::int AS issued FROM acme_order`,
        );
        expect(orders).toEqual({ placed: 0, issued: site.certificates });
      } finally {
        await store.close();
      }
    },
  );

  async function stoppedStore(): Promise<Store> {
    // One that has just been started may still be loading its program, which a signal ends without an exit code.
    for (const each of running) expect([0, null]).toContain(await each.stop());
    return openStore({ home: world.home, databaseUrl: environment.DATABASE_URL });
  }

  const unservedIn = ({ database }: Store) =>
    database.query("SELECT key, state FROM step_report WHERE step = 'serving' AND state <> 'done'");

  /** Grows with whatever the processes do to the outside world. */
  function activity(): number {
    const { counts, kubernetes } = world.sandbox;
    const { dnsRequests, dnsChanges, ordersCreated, certificatesIssued } = counts;
    const secrets = kubernetes.objects.list({ group: "", plural: "secrets" });
    // One more with each write to the cluster.
    const written = Math.max(...secrets.map(({ metadata }) => Number(metadata.resourceVersion)));
    return dnsRequests + dnsChanges + ordersCreated + certificatesIssued + written;
  }

  /** One that serves, so that the number of certificates stays known. */
  async function removeOne(but: readonly Slot[]): Promise<void> {
    const slot = random.pick(wantedSlots(site).filter((each) => !but.includes(each)));
    if ((await wrongWith([slot])).length > 0) return;
    remove({ world }, slot);
    removed += 1;
  }

  const wrongWith = (slots: readonly Slot[]) =>
    notAnswering(world, { ...site, slots: slots.filter(({ gateway }) => gateway !== null) });

  async function untilAsWanted(): Promise<void> {
    let wrong: string[] = [];
    await waitUntil("the world is as wanted", async () => {
      wrong = await differences();
      return wrong.length === 0;
    }).catch((thrown: Error) => {
      throw new Error(`${thrown.message} (seed ${seed})\n${wrong.join("\n")}`);
    });
  }

  async function differences(): Promise<string[]> {
    const { file, kubernetes, dns } = world.sandbox;
    const namespace = kubernetes.objects.get({ group: "", plural: "namespaces" }, undefined, "lamia-system");
    const wanted = wantedPicture(site, {
      address: file.ingress.address,
      owner: namespace?.metadata.uid ?? "",
    });
    const zones = async () => dns.zones.list().map(({ content }) => [...content.all()]);
    const wrong = difference(wanted, await foundPicture({ world, zones }, ignoredSecrets));
    return wrong.length > 0 ? wrong : notAnswering(world, site);
  }
});

function figures(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return `recovered in: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms, of ${times.length}`;
}
