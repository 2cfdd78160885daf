import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, test } from "vitest";
import { spawnWalking, type WalkingProcess } from "@/lib/server/testing/spawn-walking";
import { findPostgres, startPostgres, type TestPostgres } from "@/lib/store/testing/postgres";
import type { Random } from "@/lib/testing/random";
import { describeFailure, play, scheduleOf } from "./schedule";
import { settle, untilAllIsWell } from "./settle";
import { create, newSite, type Site } from "./site";
import { openStage, type Stage, secretsOf } from "./stage";

/** Schedules with two worker processes on a PostgreSQL server that stops and starts, and with workers that are killed. */
const count = Number(process.env.LAMIA_FAULTS_WORKER_COUNT ?? 1);
const firstSeed = Number(process.env.LAMIA_FAULTS_SEED ?? 1001);
const hosts = 30;
const wantedAtFirst = 25;

let postgres: TestPostgres;
let stage: Stage;
let site: Site;
let ignoredSecrets: ReadonlySet<string>;
const workers: WalkingProcess[] = [];

describe.skipIf(findPostgres() === null)("two workers (skipped without PostgreSQL)", () => {
  beforeAll(async () => {
    postgres = await startPostgres();
    stage = await openStage({ DATABASE_URL: await postgres.newDatabase(), LAMIA_RUNNER: "off" });
    for (let at = 0; at < 2; at += 1) workers[at] = spawnWalking(stage.environment, "worker.ts");
    ignoredSecrets = secretsOf(stage);
    site = newSite(hosts);
    for (const slot of site.slots.slice(0, wantedAtFirst)) create(stage, site, slot);
    await untilAllIsWell(stage, site, ignoredSecrets);
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    await stage?.close();
    await postgres?.stop();
  });

  test.each(Array.from({ length: count }, (_, at) => firstSeed + at))("schedule %i", async (seed) => {
    const schedule = scheduleOf(seed, databaseAndWorkers);
    await stage.panel?.installation.store.database.query(
      "UPDATE cleanup_task SET seen_at = seen_at - interval '11 minutes'",
    );
    await play(schedule, stage, site);
    const settled = await settle(stage, site, ignoredSecrets);
    if (settled.wrong.length > 0) throw new Error(describeFailure(schedule, "workers", settled));
  });
});

/** In each schedule the database is away for a while, and in every other one a worker is killed. */
function databaseAndWorkers(random: Random, at: () => number) {
  const awayMs = 300 + random.int(2000);
  const which = random.int(2);
  const isWorkerKilled = random.chance(0.5);
  const away = {
    atMs: at(),
    what: `PostgreSQL is stopped, for ${awayMs} ms`,
    async run() {
      await postgres.halt();
      await sleep(awayMs);
      await postgres.resume();
    },
  };
  const kill = {
    atMs: at(),
    what: `worker ${which} is killed, and another one started`,
    async run() {
      await workers[which]?.kill();
      workers[which] = spawnWalking(stage.environment, "worker.ts");
    },
  };
  return isWorkerKilled ? [away, kill] : [away];
}
