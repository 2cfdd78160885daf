/**
 * Attends one key: visit, wait briefly, visit again, until the next visit is far off. Short waits happen here, on a
 * timer, because a polled queue can't be exact to milliseconds.
 */
export interface Attendance {
  /**
   * Asks for one more visit: immediately while waiting, otherwise after the running one. False if it is too late.
   */
  wake(): boolean;
  /** Interrupts the running visit and visits once more. False if it is too late. */
  restart(): boolean;
  /** Lets the running visit end, and stops waiting. */
  leave(): void;
  /** Interrupts the running visit and ends. */
  stop(): void;
  /** When the next visit is due; null if only a wake starts one. Never rejects. */
  readonly ended: Promise<Date | null>;
}

interface AttendanceOptions {
  /** Must not reject. The signal says that its result is no longer wanted. */
  visit: (signal: AbortSignal) => Promise<Date | null>;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Longer waits end the attendance. */
  longestWaitInMs: number;
  /** After this time it passes through the queue, so that nothing holds a claim forever. */
  longestStayInMs: number;
}

export function attend({ visit, now, longestWaitInMs, longestStayInMs }: AttendanceOptions): Attendance {
  let isWanted = true;
  let isLeaving = false;
  let isStopped = false;
  let isOver = false;
  let running: AbortController | null = null;
  let endWait: (() => void) | null = null;

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const visitOnce = async (): Promise<Date | null> => {
    isWanted = false;
    running = new AbortController();
    const next = await visit(running.signal);
    // Ignores what an interrupted visit says about the next one.
    if (running.signal.aborted) isWanted = true;
    running = null;
    return next;
  };

  const run = async (): Promise<Date | null> => {
    const leaveAt = now() + longestStayInMs;
    let next: Date | null = null;
    for (;;) {
      if (isWanted) next = await visitOnce();
      if (isStopped || isLeaving) break;
      if (!isWanted) {
        if (next === null) break;
        const waitInMs = next.getTime() - now();
        if (waitInMs > longestWaitInMs) break;
        if (waitInMs > 0) await wait(waitInMs);
        if (isStopped || isLeaving) break;
        isWanted = true;
      }
      if (now() > leaveAt) break;
    }
    isOver = true;
    return isWanted ? new Date(now()) : next;
  };

  const interrupt = (): void => {
    endWait?.();
    endWait = null;
  };

  return {
    wake() {
      if (isOver) return false;
      isWanted = true;
      interrupt();
      return true;
    },
    restart() {
      if (isOver) return false;
      running?.abort();
      isWanted = true;
      interrupt();
      return true;
    },
    leave() {
      isLeaving = true;
      interrupt();
    },
    stop() {
      isStopped = true;
      running?.abort();
      interrupt();
    },
    ended: run(),
  };
}
