"use client";
import { useSyncExternalStore } from "react";
import { formatAbsolute, formatDate, formatRelative, formatSpan, toMilliseconds } from "./format-time";
import { texts } from "./texts";

/**
 * One interval for all texts with a time; it stops while nobody subscribes and while the tab is hidden. The
 * snapshot is a component's *text*, so React rerenders it only when the text changes.
 */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  if (typeof document !== "undefined" && document.hidden) return;
  for (const listener of listeners) listener();
}

/** For `useSyncExternalStore`: calls back once a second. */
export function subscribeToClock(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export interface RelativeTimeProps {
  /** Date, ISO 8601 text, or ms since 1970. An invalid time shows as a dash. */
  at: Date | string | number;
  className?: string | undefined;
}

/**
 * "3 minutes ago", updated by itself; the full time in the user's zone on hover. The server knows neither the
 * user's zone nor the time of reading, so it renders the date in UTC.
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

export interface CountdownProps {
  /** When it is due. */
  to: Date | string | number;
  /** Before the duration: "next try in " by default. */
  prefix?: string;
  /** When the time has come: "next try now" by default. */
  dueText?: string;
  className?: string | undefined;
}

/** "next try in 12 s", updated every second, without announcing every second to a screen reader. */
export function Countdown({
  to,
  prefix = `${texts.nextTryIn} `,
  dueText = texts.nextTryNow,
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
