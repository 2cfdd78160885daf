/** Before the first try again, the second, …; the last one stays. */
const delaysMs = [0, 250, 500, 1000, 2000, 5000, 10_000, 15_000] as const;

/**
 * How long to wait after so many failures in a row, in ms; half of it is chance, so that many panels do not
 * come back to a restarted API server in step.
 */
export function reconnectDelayMs(failures: number, random: number): number {
  const delay = delaysMs[Math.min(failures, delaysMs.length) - 1] ?? 0;
  return Math.round(delay * (0.5 + random));
}
