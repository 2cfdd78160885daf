import type { LiveWalks } from "@/lib/server/walks/live-walks";

const followed = new WeakMap<Pick<LiveWalks, "onChange">, { basis: object }>();

/** An object that stands for all walks as they are now: another one as soon as any of them has gone on. */
export function walksBasis(live: Pick<LiveWalks, "onChange">): object {
  let state = followed.get(live);
  if (!state) {
    const made = { basis: {} };
    live.onChange(() => {
      made.basis = {};
    });
    followed.set(live, made);
    state = made;
  }
  return state.basis;
}
