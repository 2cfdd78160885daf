import { parseAsInteger, parseAsString } from "nuqs";
import { type DaysLeftSpan, daysLeftSpans, endingSoon } from "@/lib/api/choices";
import type { CertificateFilter } from "@/lib/client/activity";
import { texts } from "./texts";

/** The query parameters of the page "Certificates"; `over` and `within` are a span of days left. */
export const certificateParsers = {
  q: parseAsString.withDefault(""),
  vc: parseAsString.withDefault(""),
  over: parseAsInteger,
  within: parseAsInteger,
};

export interface CertificateAddress extends DaysLeftSpan {
  q: string;
  vc: string;
}

/** The filter as the API takes it; omits what isn't set. */
export function certificateFilterOf({ q, vc, over, within }: CertificateAddress): CertificateFilter {
  return {
    ...(q ? { q } : {}),
    ...(vc ? { virtualCluster: vc } : {}),
    ...(over === null ? {} : { endsAfterDays: over }),
    ...(within === null ? {} : { endsWithinDays: within }),
  };
}

/** The spans to choose from, including one that only the query parameters name. */
export function spanOptions(chosen: DaysLeftSpan): readonly { value: string; label: string }[] {
  const known = [...daysLeftSpans.slice(0, 1), endingSoon, ...daysLeftSpans.slice(1)];
  const isKnown = spanValue(chosen) === "" || known.some((span) => spanValue(span) === spanValue(chosen));
  return (isKnown ? known : [chosen, ...known]).map((span) => ({
    value: spanValue(span),
    label: capitalized(spanWords(span)),
  }));
}

/** Identifies a span; "" for the one with every certificate. */
export function spanValue({ over, within }: DaysLeftSpan): string {
  return over === null && within === null ? "" : `${over ?? ""}..${within ?? ""}`;
}

export function spanOf(value: string): DaysLeftSpan {
  const [over, within] = value.split("..").map((days) => (days === "" ? null : Number(days)));
  return { over: over ?? null, within: within ?? null };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A span of days until certificates expire, in words: "expired", "8–14 days", "over 90 days". */
export function spanWords({ over, within }: DaysLeftSpan): string {
  if (within === null) return over === null ? texts.anyTime : texts.over({ days: over });
  if (over === null) return within <= 0 ? texts.expired : texts.upToOrExpired({ days: within });
  return over <= 0 ? texts.upTo({ days: within }) : texts.range({ from: over + 1, to: within });
}
