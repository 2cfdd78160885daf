import type { State } from "@/components/ui/states";
import type { Overview } from "@/lib/api/overview";

type Bucket = Overview["certificates"]["buckets"][number];

/** How a span of days until certificates end is called and coloured; `previous` is the span before it. */
export function bucketWords({ days }: Bucket, previous: Bucket | undefined): { label: string; state: State } {
  const from = previous?.days ?? null;
  if (days === null) return { label: from === null ? "any time" : `over ${from} days`, state: "done" };
  if (days <= 0) return { label: "ended", state: "failed" };
  const label = from === null || from <= 0 ? `${days} days` : `${from + 1}–${days} days`;
  return {
    label: label.replace(/^1 days$/, "1 day"),
    state: days <= 7 ? "blocked" : days <= 30 ? "waiting" : "done",
  };
}
