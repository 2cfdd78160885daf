"use client";
import { useSyncExternalStore } from "react";
import { formatAbsolute, formatDate, formatRelative, formatSpan, toMilliseconds } from "./format-time";
import { texts } from "./texts";

/**
 * One interval for every text that tells the time, however many there are; it stops while nobody listens and while the
 * tab is hidden. A component reads its *text* as the snapshot, so React draws it again only when the text changes.
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
  /** Date, ISO 8601 text, or ms since 1970. What is no time shows as a dash. */
  at: Date | string | number;
  className?: string | undefined;
}

/**
 * "3 minutes ago", ticking by itself; the full time in the user's zone on hover. The server, which knows neither the
 * user's zone nor the moment of reading, draws the date in UTC.
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
  /** Before the span: "next try in " by default. */
  prefix?: string;
  /** When the time has come: "next try now" by default. */
  dueText?: string;
  className?: string | undefined;
}

/** "next try in 12 s", second by second, without telling a screen reader every second. */
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
