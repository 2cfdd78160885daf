import type { Polling } from "./polling";

/** How long the CA usually takes for one kind of work, learned from the looks that found it done. */
export interface UsualTime {
  readonly ms: number;
  /** A look found it done at `nowMs`; `polling` is of before that look. */
  learn(polling: Polling, nowMs: number): void;
}

const firstGuessMs = 170;
const shortestMs = 100;
const longestMs = 3_000;
/** A first look that finds the work done may have come late: the next one comes a little earlier. */
const earlier = 0.96;
/** One slow order is no rule. */
const later = 1.5;

export function usualTime(): UsualTime {
  let ms = firstGuessMs;
  return {
    get ms() {
      return ms;
    },
    learn({ startedAtMs, looks }, nowMs) {
      const learned = looks === 0 ? ms * earlier : Math.min(nowMs - startedAtMs, ms * later);
      ms = Math.min(longestMs, Math.max(shortestMs, learned));
    },
  };
}
