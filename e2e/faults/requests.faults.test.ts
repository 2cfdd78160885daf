import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Call, Verdict } from "./http-wire";
import { settle, untilAllIsWell } from "./settle";
import { shortSetups } from "./setup";
import { create, freeSlots, newSite, remove, type Site, type Slot, wantedSlots } from "./site";
import { openStage, type Stage, secretsOf } from "./stage";

/**
 * One request fails while a gateway is created or deleted: first the first request, then the second, and so on, until a walk
 * makes no more of them. Each time, the gateway ends up serving, or is gone, with one certificate and no change to anything
 * foreign.
 */
const verdicts: Verdict[] = [
  { kind: "reset" },
  { kind: "lose-answer" },
  { kind: "truncate" },
  { kind: "answer", status: 503, body: "upstream connect error" },
];
/** The short form, in `npm test`, loses the answer of some of the requests, with one setup. */
const isShort = process.env.LAMIA_FAULTS_COUNT === undefined;
const stride = isShort ? 9 : 1;
const mostRequests = 60;

describe.each(isShort ? shortSetups.slice(0, 1) : shortSetups)("%s", (setup) => {
  let stage: Stage;
  let site: Site;
  let ignoredSecrets: ReadonlySet<string>;

  beforeAll(async () => {
    stage = await openStage({}, setup);
    ignoredSecrets = secretsOf(stage);
    site = newSite(200);
    for (const slot of site.slots.slice(0, 2)) create(stage, site, slot);
    await untilAllIsWell(stage, site, ignoredSecrets);
  });
  afterAll(async () => stage?.close());

  /** Returns whether there was an nth request. */
  async function withFaultAt(nth: number, verdict: Verdict, act: () => void): Promise<boolean> {
    const { ca, provider } = stage.wires;
    let at = 0;
    let hit: Call | undefined;
    const rule = (call: Call): Verdict | null => {
      if (call.path.startsWith("/token") || ++at !== nth) return null;
      hit = call;
      return verdict;
    };
    for (const wire of [ca, provider]) wire.rules.add(rule);
    act();
    const settled = await settle(stage, site, ignoredSecrets);
    for (const wire of [ca, provider]) wire.rules.delete(rule);
    const what = hit ? `${hit.method} ${hit.path}` : "no request";
    expect(settled.wrong, `request ${nth}, ${what}, ${verdict.kind}`).toEqual([]);
    return hit !== undefined;
  }

  const tried = isShort ? verdicts.slice(1, 2) : verdicts;
  test.each(tried.map((verdict) => ({ verdict, kind: verdict.kind })))(
    "$kind at each request while a gateway is created, and while one is deleted",
    async ({ verdict }) => {
      const counts = { coming: 0, going: 0 };
      let [isComing, isGoing] = [true, true];
      for (let nth = 1; nth <= mostRequests && (isComing || isGoing); nth += stride) {
        const [slot] = freeSlots(site);
        if (!slot) throw new Error("no host is free");
        if (isComing) {
          isComing = await withFaultAt(nth, verdict, () => create(stage, site, slot));
          if (isComing) counts.coming += 1;
        }
        const going: Slot | undefined = wantedSlots(site).at(-1);
        if (isGoing && going && wantedSlots(site).length > 1) {
          // The brake covers ten minutes: hosts removed before must not count here.
          await stage.panel?.installation.store.database.query(
            "UPDATE cleanup_task SET seen_at = seen_at - interval '11 minutes'",
          );
          isGoing = await withFaultAt(nth, verdict, () => remove(stage, going));
          if (isGoing) counts.going += 1;
        }
      }
      console.log(
        `${setup}, ${verdict.kind}: ${counts.coming} requests of a creation, ${counts.going} of a deletion`,
      );
      expect(counts.coming).toBeGreaterThan(isShort ? 0 : 10);
    },
  );
});
