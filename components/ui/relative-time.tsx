"use client";
import { useSyncExternalStore } from "react";
import { subscribeToClock } from "./clock";
import { formatAbsolute, formatDate, formatRelative, toMilliseconds } from "./format-time";

export interface RelativeTimeProps {
  /** Date, ISO 8601 text, or ms since 1970. What is no time shows as a dash. */
  at: Date | string | number;
  className?: string | undefined;
}

/**
 * "3 minutes ago", ticking by itself; the full time in the user's zone on hover. The server, which knows
 * neither
 * the user's zone nor the moment of reading, draws the date in UTC.
 */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const time = toMilliseconds(at);
  const valid = !Number.isNaN(time);
  const text = useSyncExternalStore(
    subscribeToClock,
    () => (valid ? formatRelative(time, Date.now()) : "—"),
    () => (valid ? formatDate(time, "UTC") : "—"),
  );
  if (!valid) return <span className={className}>—</span>;
  return (
    <time
      dateTime={new Date(time).toISOString()}
      title={formatAbsolute(time)}
      suppressHydrationWarning
      className={className}
    >
      {text}
    </time>
  );
}
