import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "@/bench/processes/spawn";
import { figure, limitRow, median, type Row } from "@/bench/table";
import type { Stage } from "../stage";
import { panelWalks, type Site, site } from "./panel-walks";

/** Repetitions of each variant. Floor and panel take turns, so that noise affects both. */
const repetitions = { warm: 9, cold: 5 };
/** So that the end of a walk (removing the TXT record) doesn't slow the next one. */
const pauseMs = 1_500;

/** One gateway from creation to handshake, in an existing zone and in a new one. */
export async function oneGateway(stage: Stage): Promise<Row[]> {
  const warm = await sideBySide(stage, repetitions.warm, (whose, index) =>
    site(`${whose}-${index}`, "democluster.net"),
  );
  const cold = await sideBySide(stage, repetitions.cold, (whose, index) =>
    site("shop", `${whose}-${index}-cold.net`),
  );
  return [...rowsOf("One gateway, zone stands", warm), ...rowsOf("One gateway, new zone", cold)];
}

interface Pair {
  floor: number;
  panel: number;
}

async function sideBySide(
  stage: Stage,
  count: number,
  siteOf: (whose: "floor" | "panel", index: number) => Site,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let index = 0; index < count; index++) {
    const named = (whose: "floor" | "panel"): Site => {
      const made = siteOf(whose, index);
      return { ...made, name: `${whose}-${made.apex.replaceAll(".", "-")}-${index}` };
    };
    await sleep(pauseMs);
    const floor = await ask<number>(stage.floor, "one", named("floor"));
    await sleep(pauseMs);
    const panel = await panelWalks(stage, [named("panel")]);
    pairs.push({ floor, panel });
  }
  return pairs;
}

function rowsOf(measure: string, pairs: readonly Pair[]): Row[] {
  const floor = median(pairs.map((pair) => pair.floor));
  const panel = median(pairs.map((pair) => pair.panel));
  const ratio = panel / floor;
  return [
    {
      measure: `${measure} (median of ${pairs.length})`,
      ours: figure(panel, "ms"),
      floor: figure(floor, "ms"),
      ratio: ratio.toFixed(2),
      target: "≤ 1.3",
      met: ratio <= 1.3,
    },
    limitRow(`${measure}: our own part`, panel - floor, 300, "ms"),
  ];
}
