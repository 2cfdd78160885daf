import { getDomain } from "tldts";
import type { Levers } from "@/sandbox/levers/levers";
import { absoluteName, isDomainName } from "@/sandbox/name-servers/record-set";
import type { Delegations } from "@/sandbox/name-servers/registry";

export interface Registration {
  /** Absolute, lower case. */
  domain: string;
  nameServers: string[];
  /** DS records as master-file text, such as "60485 13 2 2bb1…". They stay when the name servers change. */
  signers?: string[];
  /** EPP status codes that forbid a change, such as "serverUpdateProhibited". */
  locks?: string[];
}

/** What is needed to delegate to a managed zone. */
export interface DelegableZone {
  id: string;
  dnsName: string;
  createdAt: number;
  nameServers: readonly string[];
}

export interface SavedRegistrations {
  registrations: Registration[];
  /** Ids of the zones that the lever has delegated already. */
  delegatedByItself: string[];
}

/** The registrar's registrations. Each read first makes the delegations that are due by the lever. */
export interface Registrations extends Delegations {
  list(): Registration[];
  get(domain: string): Registration | undefined;
  set(domain: string, nameServers: string[]): Registration;
  /** Sets the DS records of a registered domain. */
  sign(domain: string, signers: string[]): Registration | undefined;
  /** Locks a registered domain with these status codes; none unlocks it. */
  lock(domain: string, locks: string[]): void;
  /** @returns whether it was registered */
  remove(domain: string): boolean;
  /** The lever was set again: delegates the zones that it delegated before again, even if a user changed them. */
  leverSet(): void;
  save(): SavedRegistrations;
}

/** Where a domain points after its registration: servers that don't know it, like those of real registrars. */
export const parkingNameServers = ["ns1.parking.registrar.test.", "ns2.parking.registrar.test."];

/**
 * @param zones the current managed zones
 * @param isRegistrable whether the name can be registered (one label below a public suffix)
 */
export function registrations(options: {
  levers: Levers;
  zones: () => DelegableZone[];
  isRegistrable: (domain: string) => boolean;
  now?: () => number;
  saved?: SavedRegistrations;
  onChange?: () => void;
}): Registrations {
  const { levers, zones, isRegistrable, now = Date.now, onChange = () => {} } = options;
  const book = new Map<string, Registration>();
  const delegated = new Set(options.saved?.delegatedByItself);
  const seed = [{ domain: "democluster.net.", nameServers: parkingNameServers }];
  for (const registration of options.saved?.registrations ?? seed)
    book.set(registration.domain, registration);

  /** Once per zone and setting of the lever, so that a user's later change of the delegation stays. */
  function settle(): void {
    const delay = levers.autoDelegateAfterSeconds;
    if (delay === null) return;
    const time = now();
    for (const { id, dnsName, createdAt, nameServers } of zones()) {
      if (delegated.has(id) || time < createdAt + delay * 1000 || !isRegistrable(dnsName)) continue;
      delegated.add(id);
      book.set(dnsName, { ...book.get(dnsName), domain: dnsName, nameServers: [...nameServers] });
      onChange();
    }
  }

  return {
    list() {
      settle();
      return [...book.values()].sort((a, b) => (a.domain < b.domain ? -1 : 1));
    },
    get(domain) {
      settle();
      return book.get(domain);
    },
    set(domain, nameServers) {
      settle();
      const registration = { ...book.get(domain), domain, nameServers };
      book.set(domain, registration);
      onChange();
      return registration;
    },
    sign(domain, signers) {
      const registered = book.get(domain);
      if (!registered) return undefined;
      const registration = { ...registered, signers };
      book.set(domain, registration);
      onChange();
      return registration;
    },
    lock(domain, locks) {
      const registered = book.get(domain);
      if (registered) book.set(domain, { ...registered, locks });
      onChange();
    },
    remove(domain) {
      settle();
      const removed = book.delete(domain);
      if (removed) onChange();
      return removed;
    },
    nameServersOf(domain) {
      settle();
      return book.get(domain)?.nameServers;
    },
    signersOf: (domain) => book.get(domain)?.signers ?? [],
    domains() {
      settle();
      return book.keys();
    },
    leverSet() {
      delegated.clear();
      onChange();
    },
    save: () => ({ registrations: [...book.values()], delegatedByItself: [...delegated] }),
  };
}

export interface FieldMistake {
  /** e.g. "nameServers[2]". */
  path: string;
  message: string;
}

const mostNameServers = 13;

/**
 * Whether the name can be registered: one label below a public suffix, and not a domain of the sandbox itself.
 * @param domain absolute, lower case
 */
export function isRegistrable(domain: string): boolean {
  if (!isDomainName(domain) || domain === "googledomains.com.") return false;
  return getDomain(domain.slice(0, -1), { allowPrivateDomains: false }) === domain.slice(0, -1);
}

/**
 * Reads a list of name servers: host names in any case, with or without the final dot.
 * @returns absolute lower-case names, or everything that is wrong
 */
export function readNameServers(
  input: unknown,
  domain: string,
): { nameServers: string[]; mistakes?: never } | { mistakes: FieldMistake[] } {
  if (!Array.isArray(input)) {
    return { mistakes: [{ path: "nameServers", message: "must be a list of name server host names" }] };
  }
  if (input.length < 2 || input.length > mostNameServers) {
    const message = `must hold 2 to ${mostNameServers} name servers; there are ${input.length}`;
    return { mistakes: [{ path: "nameServers", message }] };
  }
  const hosts = input.map((host) => (typeof host === "string" ? absoluteName(host.trim()) : ""));
  const mistakes = hosts.flatMap((host, at) => {
    const message = mistakeIn(host, hosts.indexOf(host) !== at, domain);
    return message ? [{ path: `nameServers[${at}]`, message }] : [];
  });
  return mistakes.length > 0 ? { mistakes } : { nameServers: hosts };
}

function mistakeIn(host: string, repeated: boolean, domain: string): string | undefined {
  if (/^\d+(\.\d+){3}\.$/.test(host)) return "must be a host name, not an IP address";
  if (!isDomainName(host) || host.split(".").length < 3 || host.includes("_")) {
    return "must be a host name such as ns-cloud-a1.googledomains.com";
  }
  if (repeated) return "is there twice";
  if (host.endsWith(`.${domain}`)) {
    return "lies within the domain itself, which would need glue addresses; this registrar takes none";
  }
  return undefined;
}
