import { test } from "vitest";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import type { RecordSet, RecordType, Zone } from "@/lib/gateway/model";

export interface ProviderUnderTest {
  provider: DnsProvider;
  /** The same account through another instance, as another process would hold it. */
  other: DnsProvider;
  /** A domain that has no zone yet. */
  freshApex(): string;
  /** A zone of the test's own; by default the provider creates one. */
  newZone?(): Promise<Zone>;
  /** Adds an MX record `10 mail.example.net.` at the name, as somebody else would by other means. */
  putForeign(zone: Zone, name: string): Promise<void>;
  /** Creates a zone as somebody else would by other means, under a name of their own. Returns its id. */
  putZone?(apex: string): Promise<string>;
}

/** What a provider's API has; the parts of the contract that need what is missing are left out. */
export interface Capabilities {
  /** Zones can be created; without it, `createZone` throws with a remedy, and the test gives `newZone`. */
  createsZones: boolean;
  /**
   * The provider itself compares a write with what was seen, and does all of it or nothing. Without it, Lamia compares
   * before it writes: of two writers at the same moment, both can succeed.
   */
  hasConditionalWrites: boolean;
  /** The types that can be written. */
  types: readonly RecordType[];
}

export const everything: Capabilities = {
  createsZones: true,
  hasConditionalWrites: true,
  types: ["A", "AAAA", "CNAME", "TXT", "NS", "CAA"],
};

export const a = (name: string, ...values: string[]): RecordSet => ({
  name,
  type: "A",
  ttlSeconds: 300,
  values,
});

/** The change of a single record set. */
export function replace(
  provider: DnsProvider,
  zone: Zone,
  seen: RecordSet | null,
  next: RecordSet | null,
): Promise<void> {
  return provider.change(zone, [{ seen, next }]);
}

/** Left out rather than skipped: nothing is missing that could be there. */
export function testIf(applies: boolean, name: string, run: () => Promise<void>): void {
  if (applies) test(name, run);
}

/** A zone of the test's own. */
export function newZoneOf({ newZone, provider, freshApex }: ProviderUnderTest): Promise<Zone> {
  return newZone ? newZone() : provider.createZone(freshApex());
}
