import type { Levers } from "@/sandbox/levers/levers";
import type { Delegations } from "@/sandbox/name-servers/registry";

export interface Registration {
  /** Absolute, lower case. */
  domain: string;
  nameServers: string[];
}

/** What is known of a managed zone to delegate to it. */
export interface DelegableZone {
  id: string;
  dnsName: string;
  createdAt: number;
  nameServers: readonly string[];
}

export interface SavedRegistrations {
  registrations: Registration[];
  /** Ids of the zones whose delegation was set by itself already. */
  delegatedByItself: string[];
}

/** The registrar's book. Reading it first makes the delegations that are due by the lever. */
export interface Registrations extends Delegations {
  list(): Registration[];
  get(domain: string): Registration | undefined;
  set(domain: string, nameServers: string[]): Registration;
  /** @returns whether it was registered */
  remove(domain: string): boolean;
  /** The lever was set anew: zones that it delegated before are delegated again, also where a user changed that. */
  leverSet(): void;
  save(): SavedRegistrations;
}

/** Where a domain points after its registration: servers that do not know it, as registrars do. */
export const parkingNameServers = ["ns1.parking.registrar.test.", "ns2.parking.registrar.test."];

/**
 * @param zones the managed zones at this moment
 * @param isRegistrable whether a registrar could hold the name (one label below a public suffix)
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

  /** Each zone once a setting of the lever, so that a delegation that a user changes afterwards stays changed. */
  function settle(): void {
    const delay = levers.autoDelegateAfterSeconds;
    if (delay === null) return;
    const time = now();
    for (const { id, dnsName, createdAt, nameServers } of zones()) {
      if (delegated.has(id) || time < createdAt + delay * 1000 || !isRegistrable(dnsName)) continue;
      delegated.add(id);
      book.set(dnsName, { domain: dnsName, nameServers: [...nameServers] });
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
      const registration = { domain, nameServers };
      book.set(domain, registration);
      onChange();
      return registration;
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
