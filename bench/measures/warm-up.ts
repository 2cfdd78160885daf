import { ask } from "../processes/channel";
import { site } from "../site";
import type { Stage } from "../stage";
import { panelWalks } from "./panel-walks";

/** Stands and serves from the start; the other measures may look at it. */
export const warmUpSite = site("warm-up", "democluster.net");

/** One walk of either, unmeasured: zones, accounts, connections and compiled code are there afterwards. */
export async function warmUp(stage: Stage): Promise<void> {
  await ask<number>(stage.floor, "one", site("floor-warm-up", "democluster.net"));
  await panelWalks(stage, [warmUpSite]);
}
