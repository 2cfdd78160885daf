import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "@/bench/processes/spawn";
import { limitRow, type Row } from "@/bench/table";
import type { Stage } from "../stage";
import { apex, changesOf, countsOf, deletion, perSecond } from "./deletion";
import { panelWalks, type Site, site } from "./panel-walks";

const floorAtOnce = 4;
/** The floor's rate doesn't depend on their number, and it takes a sixth of a second for each. */
const floorAtMost = 200;
/** Of an address record and of a challenge, with their removals. */
const changesAtMost = 10;
const callsAtMost = 0.1;
/** After the last host serves, the last challenges still have to be removed from DNS. */
const tidyWithinMs = 30_000;
/** The domain of the gateways that share one certificate. */
const wildcardDomain = `many.${apex}`;

/** How each of many gateways gets its certificate. */
export const forms = ["own", "wildcard"] as const;
export type Form = (typeof forms)[number];

/** The rate at which gateways with certificates of their own were made, to compare others with. */
let ownPerMs: number | null = null;

/**
 * Creates many gateways of one registered domain at once, and deletes them at once: `own` with a certificate each, next to
 * the floor at a concurrency of four, or `wildcard` with one certificate for all.
 */
export async function manyGateways(stage: Stage, form: Form, count: number): Promise<Row[]> {
  const what =
    form === "own" ? `${count} gateways with own names` : `${count} gateways with one wildcard certificate`;
  const floorCount = Math.min(count, floorAtMost);
  const floorMs =
    form === "own"
      ? await ask<number>(stage.floor, "many", {
          sites: sitesOf("floor-many", apex, floorCount),
          atOnce: floorAtOnce,
        })
      : null;
  await sleep(2_000);
  const sites =
    form === "own"
      ? sitesOf("panel-many", apex, count)
      : sitesOf("panel-shared", wildcardDomain, count).map((each) => ({
          ...each,
          apex,
          sharesWildcard: true,
        }));
  const before = { changes: (await changesOf(stage)).length, ...(await countsOf(stage)) };
  const panelMs = await panelWalks(stage, sites);
  const challenges = form === "own" ? count : 1;
  const changes = (await tidied(stage, before.changes, challenges)).map(kindsOf);
  const after = await countsOf(stage);
  const issued = after.certificatesIssued - before.certificatesIssued;
  const wanted = form === "own" ? count : 1;
  return [
    rateRow(`${what}: made at once`, count / panelMs, floorMs === null ? null : floorCount / floorMs),
    limitRow(
      `${what}: Cloud DNS changes for the A records with their marks`,
      changes.filter(({ a }) => a).length,
      limitFor(count),
      "",
    ),
    limitRow(
      `${what}: Cloud DNS changes for the TXT, adds and removals`,
      changes.filter(({ txt }) => txt).length,
      limitFor(count),
      "",
    ),
    limitRow(
      `${what}: Cloud DNS calls a gateway`,
      (after.dnsRequests - before.dnsRequests) / count,
      callsAtMost,
      "",
    ),
    {
      measure: `${what}: certificates issued`,
      ours: String(issued),
      floor: "",
      ratio: "",
      target: `exactly ${wanted}`,
      met: issued === wanted,
    },
    ...(await deletion(stage, what, sites, panelMs)),
  ];
}

function sitesOf(prefix: string, domain: string, count: number): Site[] {
  return Array.from({ length: count }, (_, index) => site(`${prefix}-${index}`, domain));
}

/** Next to the floor or, without one, to the gateways that had certificates of their own in the same run. */
function rateRow(measure: string, perMs: number, floorPerMs: number | null): Row {
  const other = floorPerMs ?? ownPerMs;
  if (floorPerMs !== null) ownPerMs = perMs;
  const share = other === null ? null : perMs / other;
  return {
    measure,
    ours: `${perSecond(perMs, 1)}/s`,
    floor: floorPerMs === null ? "" : `${perSecond(floorPerMs, 1)}/s`,
    ratio: share?.toFixed(2) ?? "",
    target: floorPerMs === null ? "≥ the rate with own names" : "≥ 0.8 of the rate",
    met: share === null ? null : share >= (floorPerMs === null ? 1 : 0.8),
  };
}

/** A change holds at most 500 record sets, and a gateway needs two of each kind. */
function limitFor(count: number): number {
  return Math.max(changesAtMost, Math.ceil((count * changesAtMost) / 200));
}

/** The changes since then, once as many challenges have been removed as added. */
async function tidied(stage: Stage, since: number, challenges: number): Promise<string[][]> {
  const end = Date.now() + tidyWithinMs;
  for (;;) {
    const changes = (await changesOf(stage)).slice(since);
    if (changes.flat().filter(isChallenge).length >= 2 * challenges || Date.now() > end) return changes;
    await sleep(200);
  }
}

function kindsOf(names: readonly string[]): { a: boolean; txt: boolean } {
  return { a: names.some((name) => name.startsWith("A ")), txt: names.some(isChallenge) };
}

function isChallenge(name: string): boolean {
  return name.startsWith("TXT _acme-challenge.");
}
