import { afterAll, beforeAll, describe, test } from "vitest";
import { describeFailure, play, scheduleOf } from "./schedule";
import { settle, untilAllIsWell } from "./settle";
import { canPlay, setups, shortSetups } from "./setup";
import { create, newSite, type Site } from "./site";
import { openStage, type Stage, secretsOf } from "./stage";

/**
 * Users change things while lists are wrong, connections freeze, answers get lost, and the panel restarts, in any order. At the
 * end everything is as wanted, no certificate was ordered twice, and nothing foreign was touched. The seed also chooses the
 * setup.
 */
const isShort = process.env.LAMIA_FAULTS_COUNT === undefined;
const count = Number(process.env.LAMIA_FAULTS_COUNT ?? 20);
const firstSeed = Number(process.env.LAMIA_FAULTS_SEED ?? 1);
const seeds = Array.from({ length: count }, (_, at) => firstSeed + at);
const hosts = 30;
const wantedAtFirst = 25;

const played = setups
  .map((setup, at) => ({ setup, own: seeds.filter((seed) => seed % setups.length === at) }))
  .filter(({ setup, own }) => own.length > 0 && (!isShort || shortSetups.includes(setup)));

describe.each(played)("$setup", ({ setup, own }) => {
  if (!canPlay(setup)) return test.skip("BIND is not installed");
  let stage: Stage;
  let site: Site;
  let ignoredSecrets: ReadonlySet<string>;
  const times: number[] = [];
  let confirmed = 0;

  beforeAll(async () => {
    stage = await openStage({}, setup);
    ignoredSecrets = secretsOf(stage);
    site = newSite(hosts);
    for (const slot of site.slots.slice(0, wantedAtFirst)) create(stage, site, slot);
    await untilAllIsWell(stage, site, ignoredSecrets);
  });
  afterAll(async () => {
    await stage?.close();
    times.sort((one, other) => one - other);
    const at = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0);
    console.log(
      `${setup}: ${times.length} schedules from seed ${firstSeed} on settled in ${at(0.5)} ms (median), ` +
        `${at(0.95)} ms (95 %), ${at(1)} ms (longest); ${confirmed} cleanups were held by the brake; ` +
        `${stage?.world.sandbox.counts.certificatesIssued} certificates`,
    );
  });

  test.each(own)("schedule %i", async (seed) => {
    const schedule = scheduleOf(seed);
    // The brake covers ten minutes: hosts removed by an earlier schedule must not count here.
    await stage.panel?.installation.store.database.query(
      "UPDATE cleanup_task SET seen_at = seen_at - interval '11 minutes'",
    );
    await play(schedule, stage, site);
    const settled = await settle(stage, site, ignoredSecrets);
    times.push(settled.inMs);
    confirmed += settled.braked;
    if (settled.wrong.length > 0) throw new Error(describeFailure(schedule, "schedules", settled));
  });
});
