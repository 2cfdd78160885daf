import type { AskedType, ExistingRecords, RecordSet, RecordType, Zone } from "../model";

/** How to read what an adapter may cache for a while. */
export interface ReadOptions {
  /** Skip the cache: somebody asked for the current state. */
  fresh?: boolean;
}

export interface ZoneQuery extends ReadOptions {
  /**
   * The name whose zone is needed. Some providers can't list their zones, and return only those that hold a given name.
   */
  holding?: string;
  /** Also zones that the metadata leave out by naming another one: something may have been written there before. */
  everywhere?: true;
}

export interface ReadAllOptions {
  /** Nobody waits for it: in a rush, it may take two seconds longer, so that many names cost one request. */
  isPatient?: boolean;
}

/** One file for each provider, one line in the registry. */
export interface DnsProvider {
  /** Its name on pages, such as "Google Cloud DNS". */
  readonly title: string;
  /** Name servers answer for address records with the provider's proxies, so only the provider shows what was written. */
  readonly isProxied?: boolean;
  /**
   * You enter the records of its zones yourself. Lamia says which ones, reads what the name servers answer, and writes and
   * deletes nothing. `read` and `readAll` return what they answer, `records` returns nothing, and `change` throws.
   */
  readonly byHand?: true;
  /** Where challenges are answered instead of in its zones. */
  readonly challenges?: ChallengeDelegation;
  /** `byHand`: providers with an API that could answer its challenges, if the metadata name one of their zones. */
  readonly couldDelegateTo?: readonly string[];
  /**
   * Whether an A record set may hold this name instead of addresses: an alias, which a zone's apex can have. Without it, no
   * name can.
   */
  canAlias?(hostname: string): boolean;
  /** Takes a CNAME record at a zone's apex, beside other records, and answers with the addresses of its target. */
  readonly flattensApex?: true;
  /**
   * Whether what was last written at the name has reached all machines behind the name servers, if the provider says so. One
   * name server can be many machines, and a query reaches only one of them.
   */
  isInSync?(zone: Zone, name: string): Promise<boolean>;
  zones(query?: ZoneQuery): Promise<Zone[]>;
  /** Zones that answer only inside a network, where the provider has such: nothing of a walk belongs there. */
  privateZones?(): Promise<Zone[]>;
  /**
   * Creates a public zone. If one of that name has appeared in the meantime, returns that one. Throws `rejected` with a
   * remedy if the provider has no way to create one.
   */
  createZone(apex: string): Promise<Zone>;
  /** Throws `rejected` if there is something other than a plain record set, such as one with a routing policy. */
  read(zone: Zone, name: string, type: RecordType): Promise<RecordSet | null>;
  /** All plain record sets of the zone. */
  records(zone: Zone): Promise<RecordSet[]>;
  /** Everything that the zone holds at exactly this name, of every type. */
  readAll(zone: Zone, name: string, options?: ReadAllOptions): Promise<ExistingRecords[]>;
  /**
   * Applies all of these replacements or none, each with a different name or type. Throws `conflict` and changes
   * nothing if the zone no longer holds what the caller saw, or holds something that can't coexist with the new
   * records. A change may wait to be sent with others: `confirm` is called just before it is sent, and stops it by
   * throwing.
   */
  change(zone: Zone, changes: readonly RecordChange[], confirm?: () => Promise<void>): Promise<void>;
}

/**
 * Answers challenges elsewhere: you enter one CNAME record for each challenge name, `_acme-challenge.<host>`, and Lamia
 * writes where it leads.
 */
export interface ChallengeDelegation {
  /** The name that the CNAME record must lead to, always the same. It is never itself a challenge name. */
  targetOf(challengeName: string): Promise<string>;
  /** Whether a target is one of these; missing if that isn't known. Otherwise, the settings have changed since. */
  isTarget?(name: string): boolean;
  /** Holds all targets. */
  dns: DnsProvider;
}

/** What the caller saw for one name and type, and what replaces it; null for nothing. */
export interface RecordChange {
  seen: RecordSet | null;
  next: RecordSet | null;
}

/** What one name server said; never a caching resolver's answer. */
export interface Answer {
  /** Host name of the server. */
  server: string;
  /** Values as in `RecordSet`, sorted; empty if the name or type doesn't exist; null if there was no answer. */
  values: string[] | null;
  /** Why there was no answer, in our own words. */
  problem: string | null;
  /** There was an answer: that the server doesn't serve the name. */
  isLame?: true;
  /** The name doesn't exist there: no type, nothing below it, and no wildcard that covers it (NXDOMAIN). */
  nothing?: true;
  /** The apex of the zone that an answer without values comes from, if the server names it (RFC 2308, section 3). */
  zone?: string;
  /** The target of the CNAME in the answer, whether it is a record of that name or synthesized from a wildcard. */
  alias?: string;
  /** The server doesn't hold the name, but refers to a zone that is cut off at or above it. */
  referral?: { zone: string; servers: string[] };
}

export interface Delegation {
  /** The parent zone, such as `net`. */
  parent: string;
  /** What each server of the parent zone says about the child's NS records. */
  answers: Answer[];
}

/** A DS record at the parent, without its digest (RFC 4034, section 5). */
export interface Signer {
  keyTag: number;
  algorithm: number;
  digestType: number;
  /** Whether the zone has the key that it names; null if that isn't known: no server answered, or the digest is new. */
  hasKey: boolean | null;
}

/** What one server of the parent zone says about the keys of the child. */
export interface Signers {
  server: string;
  /** Empty if the child isn't signed as far as the parent knows; null if there was no answer. */
  signers: Signer[] | null;
}

export interface Resolver {
  /** Resolves from the root to the parent of `apex`, and asks each of its servers. */
  delegation(apex: string): Promise<Delegation>;
  /**
   * The addresses of a host, resolved from the root and through CNAME records; empty if it has none. Throws `unreachable` if
   * either address family can't be resolved: then nothing is known about it.
   */
  addresses(hostname: string): Promise<{ ipv4: string[]; ipv6: string[] }>;
  /** The DS records at each server of the parent, compared with the DNSKEY records of the zone's name servers. */
  signers(apex: string, nameServers: readonly string[]): Promise<Signers[]>;
  /** Asks each of these name servers for the records that it holds itself. */
  ask(nameServers: readonly string[], name: string, type: AskedType): Promise<Answer[]>;
}
