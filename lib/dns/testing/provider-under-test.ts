import { test } from "vitest";
import type { DnsProvider } from "@/lib/gateway/dns/ports";
import type { RecordSet, RecordType, Zone } from "@/lib/gateway/model";

export interface ProviderUnderTest {
  provider: DnsProvider;
  /** The same account through another instance, as in another process. */
  other: DnsProvider;
  /** A domain that doesn't have a zone yet. */
  freshApex(): string;
  /** A zone for this test alone; by default the provider creates one. */
  newZone?(): Promise<Zone>;
  /** Adds an MX record `10 mail.example.net.` at the name, as somebody else would with another tool. */
  putForeign(zone: Zone, name: string): Promise<void>;
  /** Creates a zone with a name for this test, as somebody else would with another tool. Returns its ID. */
  putZone?(apex: string): Promise<string>;
}

/** What a provider's API supports; the contract leaves out the parts that need something else. */
export interface Capabilities {
  /** Zones can be created. Otherwise `createZone` throws with a remedy, and the test provides `newZone`. */
  createsZones: boolean;
  /**
   * The provider itself compares a write with what the caller saw, and makes all of it or nothing. Otherwise Lamia compares
   * before it writes, and of two writers at the same moment both can succeed.
   */
  hasConditionalWrites: boolean;
  /** The types that the provider can write. */
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

/** Left out rather than skipped, because nothing is missing. */
export function testIf(applies: boolean, name: string, run: () => Promise<void>): void {
  if (applies) test(name, run);
}

/** A zone for this test alone. */
export function newZoneOf({ newZone, provider, freshApex }: ProviderUnderTest): Promise<Zone> {
  return newZone ? newZone() : provider.createZone(freshApex());
}
