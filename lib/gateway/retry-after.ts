/** However long somebody asks for a pause, a day later is soon enough to ask whether it is over. */
export const longestRetryAfterInSeconds = 86_400;
/** And however short: a date in the past, or 0, is no leave to ask without pause. */
export const shortestRetryAfterInSeconds = 1;

/** What a Retry-After is taken for, in seconds; also one that is no number. */
export function clampedRetryAfter(seconds: number): number {
  if (Number.isNaN(seconds)) return shortestRetryAfterInSeconds;
  return Math.min(longestRetryAfterInSeconds, Math.max(shortestRetryAfterInSeconds, seconds));
}
