"use client";
import { useSyncExternalStore } from "react";
import { subscribeToClock } from "@/components/ui/clock";
import { formatSpan } from "@/components/ui/format-time";

/** How long something has been going on, second by second; `since` is ISO 8601. */
export function Elapsed({ since }: { since: string }) {
  const from = Date.parse(since);
  const text = useSyncExternalStore(
    subscribeToClock,
    () => formatSpan(Date.now() - from),
    () => "",
  );
  return (
    <span className="tabular-nums" suppressHydrationWarning>
      {text}
    </span>
  );
}
