"use client";
import { useSyncExternalStore } from "react";
import { subscribeToClock } from "./clock";
import { cn } from "./cn";
import { formatAbsolute, formatDate, toMilliseconds } from "./format-time";
import { stateLooks } from "./states";
import { validityOf } from "./validity";

export interface ValidityBarProps {
  /** ISO 8601 or Date: the certificate's life, and when it will be renewed. */
  notBefore: Date | string;
  notAfter: Date | string;
  renewAt?: Date | string | null | undefined;
  /** Names the bar: "Validity of shop.example.com". */
  label: string;
  /** Only bar and days left, for tables. */
  compact?: boolean | undefined;
}

const minute = 60_000;
const readMinute = () => Math.floor(Date.now() / minute) * minute;

/** The life of a certificate as a bar: what has passed, where the renewal stands, how many days are left. */
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
          className={cn("h-full min-w-1 rounded-full", stateLooks[validity.state].solid)}
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
          <span>renewal {formatDate(renewal, now === null ? "UTC" : undefined)}</span>
        ) : null}
        <span className={cn("tabular-nums", stateLooks[validity.state].text)}>{days || " "}</span>
      </div>
    </div>
  );
}

function describeDays(daysLeft: number): string {
  if (daysLeft < 0) return "ended";
  if (daysLeft === 0) return "less than a day left";
  return daysLeft === 1 ? "1 day left" : `${daysLeft} days left`;
}
