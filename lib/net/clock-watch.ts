/**
 * Compares this machine's clock with the Date header of answers (RFC 9110, section 6.6.1). With a wrong clock,
 * certificates seem expired or not valid yet, and renewals come too early or too late.
 */
export interface ClockWatch {
  /** @param sentAtMs and receivedAtMs by this machine's clock */
  heard(source: string, date: string | null | undefined, sentAtMs: number, receivedAtMs: number): void;
  /** `fetch` that listens to the answers of a server that an administrator has chosen. */
  listening(ask: typeof fetch): typeof fetch;
  /** Null while all answers agree with this machine. */
  difference(): ClockDifference | null;
  /** @returns the function that stops it. */
  onChange(listener: (difference: ClockDifference | null) => void): () => void;
}

export interface ClockDifference {
  /** How far this machine's clock is ahead; negative if it is behind. Of the source that differs most. */
  aheadInSeconds: number;
  /** Hosts whose clock differs. */
  differs: string[];
  /** Hosts whose clock agrees: then the others are likely to be wrong, and not this machine. */
  agrees: string[];
}

/** Less than what makes anything fail, and more than what a busy machine or a slow answer can add. */
const toleratedInSeconds = 120;
/** One answer may come from a cache or a proxy; this many in a row are the server's clock. */
const answersInARow = 2;
/** A server that hasn't been asked for so long says nothing about now. */
const freshForMs = 6 * 3_600_000;

interface Heard {
  aheadInSeconds: number;
  /** How many in a row said the same, that it differs or that it doesn't. */
  times: number;
  at: number;
}

/** @param elapsedMs doesn't jump when the clock is set */
export function createClockWatch(elapsedMs: () => number = () => performance.now()): ClockWatch {
  const sources = new Map<string, Heard>();
  const listeners = new Set<(difference: ClockDifference | null) => void>();
  let shown = "null";

  const isOff = ({ aheadInSeconds }: Heard) => Math.abs(aheadInSeconds) > toleratedInSeconds;

  function difference(): ClockDifference | null {
    const now = elapsedMs();
    const fresh = [...sources].filter(([, { at, times }]) => now - at < freshForMs && times >= answersInARow);
    const off = fresh.filter(([, heard]) => isOff(heard));
    if (off.length === 0) return null;
    const most = off.map(([, { aheadInSeconds }]) => aheadInSeconds);
    return {
      aheadInSeconds: most.reduce((one, other) => (Math.abs(other) > Math.abs(one) ? other : one)),
      differs: off.map(([source]) => source),
      agrees: fresh.filter(([, heard]) => !isOff(heard)).map(([source]) => source),
    };
  }

  function heard(source: string, date: string | null | undefined, sentAtMs: number, receivedAtMs: number) {
    const theirs = Date.parse(date ?? "");
    // An answer that took long, or a clock that was set meanwhile, says nothing precise.
    if (Number.isNaN(theirs) || receivedAtMs < sentAtMs || receivedAtMs - sentAtMs > 30_000) return;
    const aheadInSeconds = Math.round(((sentAtMs + receivedAtMs) / 2 - theirs) / 1000);
    const before = sources.get(source);
    const next = { aheadInSeconds, times: 1, at: elapsedMs() };
    if (before && isOff(before) === isOff(next)) next.times = Math.min(before.times + 1, answersInARow);
    sources.set(source, next);
    announce();
  }

  function announce(): void {
    const now = difference();
    // A second more or less is no news.
    const key = JSON.stringify(now && [now.differs, now.agrees, Math.round(now.aheadInSeconds / 60)]);
    if (key === shown) return;
    shown = key;
    for (const listener of listeners) listener(now);
  }

  return {
    heard,
    difference,
    listening: (ask) => async (input, init) => {
      const sentAtMs = Date.now();
      const response = await ask(input, init);
      const url = input instanceof Request ? input.url : String(input);
      heard(new URL(url).host, response.headers.get("date"), sentAtMs, Date.now());
      return response;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
