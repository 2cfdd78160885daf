import type { ReadOptions } from "@/lib/gateway/dns/ports";

/** What a registrar has about a domain. */
export interface Registration {
  /** Lowercase, without trailing dots. Empty if the registrar doesn't tell. */
  nameServers: string[];
  /** The number of DS records that the registrar has given to the registry. */
  signers: number;
  /** Status codes that forbid a change of name servers (RFC 5731, section 2.3), such as `clientUpdateProhibited`. */
  locks: string[];
  /** The latest change of name servers, at a registrar that carries changes out after it has accepted them. */
  change: { state: "under-way" | "failed"; at: string } | null;
}

/** An account at a registrar. */
export interface Registrar {
  /** Its name on pages, such as "name.com". */
  readonly title: string;
  /** Null if the account doesn't have the domain. */
  registration(domain: string): Promise<Registration | null>;
  /**
   * Replaces all name servers of the domain; whoever calls it has compared. Without it, the registrar doesn't let its domains
   * use other name servers, and `fixed` says what you can do instead.
   */
  setNameServers?(domain: string, nameServers: readonly string[]): Promise<void>;
  fixed?(domain: string): { note: string; remedy: string };
}

export interface RegisteredDomain extends Registration {
  registrar: Registrar;
}

/** A change that Lamia made at a registrar, so that you can find the way back. */
export interface PastChange {
  registrar: string;
  before: string[];
  after: string[];
  /** ISO 8601. */
  at: string;
}

/** The registrars that a virtual cluster has set up. */
export interface Registrars {
  /**
   * The domain at the registrar that has it; null if none has it. Throws if one that doesn't answer may have it. Without
   * `fresh`, what it says may be some seconds old.
   */
  find(domain: string, options?: ReadOptions): Promise<RegisteredDomain | null>;
  /** What Lamia changed last for the domain, through any registrar. */
  lastChange(domain: string): Promise<PastChange | null>;
  remember(domain: string, change: PastChange | null): Promise<void>;
}
