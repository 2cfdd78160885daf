"use client";
import { useSyncExternalStore } from "react";
import { type State, stateStyles } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { formatAbsolute, formatDate, toMilliseconds } from "./format-time";
import { subscribeToClock } from "./relative-time";
import { texts } from "./texts";

export interface Validity {
  /** Elapsed share of the lifetime, 0 to 1. */
  elapsed: number;
  /** Position of the renewal on the bar, 0 to 1; null when unknown or outside. */
  renewal: number | null;
  /** Whole days left, rounded down; negative after expiry. */
  daysLeft: number;
  state: State;
}

const dayInMilliseconds = 86_400_000;

/**
 * The state of a certificate by its age; all times in ms since 1970. `waiting` once renewal is due, `blocked` in
 * the last tenth of the lifetime, `failed` after expiry: a renewal on schedule stays green or yellow.
 */
export function validityOf(
  notBefore: number,
  notAfter: number,
  renewAt: number | null,
  now: number,
): Validity {
  const lifetime = Math.max(1, notAfter - notBefore);
  const elapsed = Math.min(1, Math.max(0, (now - notBefore) / lifetime));
  const at = renewAt === null ? null : (renewAt - notBefore) / lifetime;
  const renewal = at === null || at < 0 || at > 1 ? null : at;
  const daysLeft = Math.floor((notAfter - now) / dayInMilliseconds);
  const state: State =
    now >= notAfter
      ? "failed"
      : elapsed >= 0.9
        ? "blocked"
        : renewAt !== null && now >= renewAt
          ? "waiting"
          : "done";
  return { elapsed, renewal, daysLeft, state };
}

export interface ValidityBarProps {
  /** ISO 8601 or Date: the certificate's validity, and its renewal time. */
  notBefore: Date | string;
  notAfter: Date | string;
  renewAt?: Date | string | null | undefined;
  /** The bar's accessible name: "Validity of shop.example.com". */
  label: string;
  /** Only bar and days left, for tables. */
  compact?: boolean | undefined;
}

const minute = 60_000;
const readMinute = () => Math.floor(Date.now() / minute) * minute;

/** The validity of a certificate as a bar: elapsed time, renewal, days left. */
export function ValidityBar({ notBefore, notAfter, renewAt, label, compact }: ValidityBarProps) {
  const from = toMilliseconds(notBefore);
  const to = toMilliseconds(notAfter);
  const renewal = renewAt ? toMilliseconds(renewAt) : null;
  const now = useSyncExternalStore(subscribeToClock, readMinute, () => null);
  const validity = validityOf(from, to, renewal, now ?? from);
  const days = now === null ? "" : describeDays(validity.daysLeft);
  return (
    <div className="min-w-32">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(validity.elapsed * 100)}
        aria-valuetext={days}
        title={`${formatAbsolute(from)} – ${formatAbsolute(to)}`}
        suppressHydrationWarning
        className="relative h-1.5 rounded-full bg-hover"
      >
        <div
          className={cn("h-full min-w-1 rounded-full", stateStyles[validity.state].solid)}
          style={{ width: `${validity.elapsed * 100}%` }}
        />
        {validity.renewal === null ? null : (
          <span
            className="absolute -top-1 h-3.5 w-0.5 rounded-full bg-ink"
            style={{ left: `${validity.renewal * 100}%` }}
          />
        )}
      </div>
      <div
        className="mt-1 flex justify-between gap-3 whitespace-nowrap text-subtle text-xs"
        suppressHydrationWarning
      >
        {compact ? null : <span>{formatDate(from, now === null ? "UTC" : undefined)}</span>}
        {!compact && renewal !== null ? (
          <span>{texts.renewalOn({ date: formatDate(renewal, now === null ? "UTC" : undefined) })}</span>
        ) : null}
        <span className={cn("tabular-nums", stateStyles[validity.state].text)}>{days || " "}</span>
      </div>
    </div>
  );
}

function describeDays(daysLeft: number): string {
  if (daysLeft < 0) return texts.ended;
  if (daysLeft === 0) return texts.lessThanADay;
  return texts.daysLeft({ count: daysLeft });
}

export interface ProgressBarProps {
  /** 0 to 1; clamped. */
  value: number;
  /** The bar's accessible name. */
  label: string;
  /** In words, e.g. "34 of 90 days". */
  valueText?: string | undefined;
  state?: State;
  className?: string | undefined;
}

/** A progress bar. */
export function ProgressBar({ value, label, valueText, state = "done", className }: ProgressBarProps) {
  const share = Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={valueText}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-hover", className)}
    >
      <div
        className={cn("h-full rounded-full", stateStyles[state].solid)}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
