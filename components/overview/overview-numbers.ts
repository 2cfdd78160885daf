import { spanWords } from "@/components/certificate/certificate-filters";
import type { State } from "@/components/ui/badge";
import { type DaysLeftSpan, endingSoon } from "@/lib/api/choices";
import type { Overview } from "@/lib/api/overview";
import { needsAttention, worstFirst } from "@/lib/gateway/walk/report";

/** A number of the overview, and the list of exactly what it counts. */
export interface OverviewNumber {
  count: number;
  href: string;
}

type Severity = keyof Overview["findings"];

const severities: readonly Severity[] = ["error", "warning", "info"];

/** Every number that the overview shows; only this builds its links to lists. */
export function overviewNumbers({ virtualClusters, gateways, certificates, ...rest }: Overview) {
  const { applications, findings, sidecars } = rest;
  const { states, unsecured } = gateways;
  const isSoon = ({ days }: { days: number | null }) => days !== null && days <= (endingSoon.within ?? 0);
  return {
    virtualClusters: counted(virtualClusters, "/virtual-clusters"),
    injected: counted(sidecars.injected, "/virtual-clusters?injection=true"),
    notInjected: counted(sidecars.notInjected, "/virtual-clusters?injection=false"),
    gateways: counted(gateways.total, "/gateways"),
    attention: counted(
      sum(worstFirst.filter(needsAttention).map((state) => states[state])),
      "/gateways?state=attention",
    ),
    unsecured: counted(unsecured, "/gateways?state=unsecured"),
    states: record(worstFirst, (state) => counted(states[state], `/gateways?state=${state}`)),
    certificates: counted(certificates.total, "/certificates"),
    endingSoon: counted(
      sum(certificates.buckets.filter(isSoon).map(({ count }) => count)),
      `/certificates${spanQuery(endingSoon)}`,
    ),
    spans: certificates.buckets.map(({ days, count }, at) => {
      const span = { over: certificates.buckets[at - 1]?.days ?? null, within: days };
      return { ...counted(count, `/certificates${spanQuery(span)}`), span };
    }),
    applications: counted(applications.total, "/applications"),
    unready: counted(applications.total - applications.ready, "/applications?state=unready"),
    findings: counted(sum(severities.map((severity) => findings[severity])), "/findings"),
    severities: record(severities, (each) => counted(findings[each], `/findings?severity=${each}`)),
  };
}

export type OverviewNumbers = ReturnType<typeof overviewNumbers>;

function counted(count: number, href: string): OverviewNumber {
  return { count, href };
}

function record<Key extends string>(keys: readonly Key[], numberOf: (key: Key) => OverviewNumber) {
  return Object.fromEntries(keys.map((key) => [key, numberOf(key)])) as Record<Key, OverviewNumber>;
}

function spanQuery({ over, within }: DaysLeftSpan): string {
  const parts = Object.entries({ over, within }).filter(([, days]) => days !== null);
  return parts.length === 0 ? "" : `?${parts.map(([key, days]) => `${key}=${days}`).join("&")}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Name and color of a span of days until certificates expire. */
export function bucketWords(span: DaysLeftSpan): { label: string; state: State } {
  const { within } = span;
  const isLong = within === null || within > 30;
  const state = isLong ? "done" : within > 7 ? "waiting" : within > 0 ? "blocked" : "failed";
  return { label: spanWords(span), state };
}
