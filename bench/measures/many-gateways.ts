import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "@/bench/processes/spawn";
import { limitRow, type Row } from "@/bench/table";
import type { Stage } from "../stage";
import { apex, changesOf, deletion, perSecond } from "./deletion";
import { panelWalks, site } from "./panel-walks";

const floorAtOnce = 4;
const changesAtMost = 10;
/** After the last host serves, the last challenges still have to be removed from DNS. */
const tidyWithinMs = 30_000;

/**
 * Creates many gateways at once, next to the floor at a concurrency of four; counts Cloud DNS changes and
 * certificates.
 */
export async function manyGateways(stage: Stage, count: number): Promise<Row[]> {
  const sitesOf = (whose: string) =>
    Array.from({ length: count }, (_, index) => site(`${whose}-many-${index}`, apex));
  const floorMs = await ask<number>(stage.floor, "many", { sites: sitesOf("floor"), atOnce: floorAtOnce });
  await sleep(2_000);
  const before = { changes: (await changesOf(stage)).length, certificates: await certificates(stage) };
  const panelMs = await panelWalks(stage, sitesOf("panel"));
  const changes = (await tidied(stage, before.changes, count)).map((names) => kindsOf(names));
  const issued = (await certificates(stage)) - before.certificates;
  const share = floorMs / panelMs;
  return [
    {
      measure: `${count} gateways at once`,
      ours: `${perSecond(count, panelMs)}/s`,
      floor: `${perSecond(count, floorMs)}/s`,
      ratio: share.toFixed(2),
      target: "≥ 0.8 of the rate",
      met: share >= 0.8,
    },
    limitRow(
      "Cloud DNS changes for the A records with their marks",
      changes.filter(({ a }) => a).length,
      changesAtMost,
      "",
    ),
    limitRow(
      "Cloud DNS changes for the TXT, adds and removals",
      changes.filter(({ txt }) => txt).length,
      changesAtMost,
      "",
    ),
    limitRow("Cloud DNS changes in all", changes.length, 2 * changesAtMost, ""),
    {
      measure: "Certificates issued",
      ours: String(issued),
      floor: "",
      ratio: "",
      target: `exactly ${count}`,
      met: issued === count,
    },
    ...(await deletion(stage, sitesOf("panel"), panelMs)),
  ];
}

/** The changes since then, once as many challenges have been removed as added. */
async function tidied(stage: Stage, since: number, count: number): Promise<string[][]> {
  const end = Date.now() + tidyWithinMs;
  for (;;) {
    const changes = (await changesOf(stage)).slice(since);
    const challenges = changes.flat().filter(isChallenge).length;
    if (challenges >= 2 * count || Date.now() > end) return changes;
    await sleep(200);
  }
}

function kindsOf(names: readonly string[]): { a: boolean; txt: boolean } {
  return { a: names.some((name) => name.startsWith("A ")), txt: names.some(isChallenge) };
}

function isChallenge(name: string): boolean {
  return name.startsWith("TXT _acme-challenge.");
}

async function certificates({ file }: Stage): Promise<number> {
  const counts = (await (await fetch(`${file.levers.url}/counts`)).json()) as { certificatesIssued: number };
  return counts.certificatesIssued;
}
