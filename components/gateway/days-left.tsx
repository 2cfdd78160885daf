"use client";
import { useSyncExternalStore } from "react";
import { subscribeToClock } from "@/components/ui/clock";
import { formatAbsolute } from "@/components/ui/format-time";
import { stateLooks } from "@/components/ui/states";
import { validityOf } from "@/components/ui/validity";
import type { Certificate } from "@/lib/api/certificate";

const minuteInMs = 60_000;

/** The days that a certificate has left, coloured as its life stands. */
export function DaysLeft({ certificate }: { certificate: Certificate }) {
  const notAfter = Date.parse(certificate.notAfter);
  const now = useSyncExternalStore(
    subscribeToClock,
    () => Math.floor(Date.now() / minuteInMs) * minuteInMs,
    () => null,
  );
  if (now === null) return null;
  const validity = validityOf(
    Date.parse(certificate.notBefore),
    notAfter,
    Date.parse(certificate.renewAt),
    now,
  );
  const { daysLeft } = validity;
  return (
    <span
      className={`tabular-nums ${stateLooks[validity.state].text}`}
      title={`Valid until ${formatAbsolute(notAfter)}`}
    >
      {daysLeft < 0 ? "ended" : daysLeft === 1 ? "1 day" : `${daysLeft} days`}
    </span>
  );
}
