import type { DaysLeftSpan } from "@/lib/api/choices";

/** How a span of days until certificates end is called: "ended", "8–14 days", "over 90 days". */
export function spanWords({ over, within }: DaysLeftSpan): string {
  if (within === null) return over === null ? "any time" : `over ${over} days`;
  if (over === null) return within <= 0 ? "ended" : `up to ${days(within)} or ended`;
  return over <= 0 ? `up to ${days(within)}` : `${over + 1}–${within} days`;
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}
