"use client";
import { useSyncExternalStore } from "react";
import { subscribeToClock } from "./clock";
import { formatAbsolute, formatSpan, toMilliseconds } from "./format-time";

export interface CountdownProps {
  /** When it is due. */
  to: Date | string | number;
  /** Before the span: "next try in " by default. */
  prefix?: string;
  /** When the time has come: "next try now" by default. */
  dueText?: string;
  className?: string | undefined;
}

/** "next try in 12 s", second by second, without telling a screen reader every second. */
export function Countdown({
  to,
  prefix = "next try in ",
  dueText = "next try now",
  className,
}: CountdownProps) {
  const due = toMilliseconds(to);
  const text = useSyncExternalStore(
    subscribeToClock,
    () => {
      const left = due - Date.now();
      return left > 0 ? prefix + formatSpan(left) : dueText;
    },
    () => "",
  );
  return (
    <time
      dateTime={Number.isNaN(due) ? undefined : new Date(due).toISOString()}
      title={Number.isNaN(due) ? undefined : formatAbsolute(due)}
      suppressHydrationWarning
      className={className}
    >
      <span className="tabular-nums">{text}</span>
    </time>
  );
}
