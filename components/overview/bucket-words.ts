import { spanWords } from "@/components/certificate/span-words";
import type { State } from "@/components/ui/badge";
import type { DaysLeftSpan } from "@/lib/api/choices";

/** How a span of days until certificates end is called and coloured. */
export function bucketWords(span: DaysLeftSpan): { label: string; state: State } {
  const { within } = span;
  const isLong = within === null || within > 30;
  const state = isLong ? "done" : within > 7 ? "waiting" : within > 0 ? "blocked" : "failed";
  return { label: spanWords(span), state };
}
