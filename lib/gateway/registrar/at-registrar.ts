import { parentName, sameNames } from "@/lib/gateway/dns/zones";
import { asFailure } from "@/lib/gateway/failure";
import type { World } from "@/lib/gateway/world";
import { hindranceOf, notFound } from "./plan";
import type { RegisteredDomain } from "./registrar";
import { texts } from "./texts";

/** What a page needs for the button at a domain that isn't delegated to its zone, or no longer should be. */
export interface RegistrarFact {
  /** Its title; null if none has the domain. */
  registrar: string | null;
  /** Lamia can set the name servers there now. */
  canSet: boolean;
  /** Why there is no button, and what to do. */
  problem?: { note: string; remedy: string | null };
  /** The name servers from before Lamia's last change, while the domain has those that Lamia set. */
  previous?: { registrar: string; nameServers: string[]; at: string };
}

interface Wanted {
  domain: string;
  parent: string;
  /** The name servers of the zone, and those that the parent has. */
  expected: readonly string[];
  found: readonly string[];
}

/** What was there before, if the change was Lamia's. Nothing without a registrar in the metadata. */
export async function previousAt(
  { domain, found }: Pick<Wanted, "domain" | "found">,
  { registrars }: Pick<World, "registrars">,
): Promise<RegistrarFact["previous"]> {
  const last = await registrars?.lastChange(domain);
  if (!last || !sameNames(last.after, found) || last.before.length === 0) return undefined;
  return { registrar: last.registrar, nameServers: last.before, at: last.at };
}

interface Look {
  fact: RegistrarFact;
  /** Why there is only waiting: the registrar has the name servers already, or is setting them. */
  waitsFor: string | null;
  remedy: string | null;
}

/**
 * How it looks at the registrar while the parent doesn't name the zone's name servers; null without a registrar in the
 * metadata. Never throws what the registrar's API says.
 */
export async function lookAtRegistrar(wanted: Wanted, world: World): Promise<Look | null> {
  const { registrars } = world;
  if (!registrars) return null;
  const { domain, expected, parent } = wanted;
  let found: RegisteredDomain | null;
  try {
    found = await registrars.find(domain);
  } catch (thrown) {
    const { message: note, remedy = null } = asFailure(thrown);
    return offer({ registrar: null, canSet: false, problem: { note, remedy } });
  }
  if (!found) return offer({ registrar: null, canSet: false, problem: notFound(domain) });
  const { registrar, change, nameServers } = found;
  const words = { registrar: registrar.title, domain };
  const previous = await previousAt({ domain, found: nameServers }, world);
  const fact = { registrar: registrar.title, canSet: true, ...(previous ? { previous } : {}) };
  const waits = (waitsFor: string) => ({ waitsFor, fact: { ...fact, canSet: false }, remedy: null });
  if (sameNames(nameServers, expected))
    return waits(texts.published({ ...words, parent: parentName(parent) }));
  if (change?.state === "under-way") return waits(texts.changing(words));
  const hindrance = hindranceOf(domain, found, expected);
  if (hindrance)
    return offer({
      ...fact,
      canSet: false,
      problem: { note: hindrance.note, remedy: hindrance.remedy ?? null },
    });
  const problem =
    change?.state === "failed" ? { problem: { note: texts.changeFailed(words), remedy: null } } : {};
  return {
    waitsFor: null,
    fact: { ...fact, ...problem },
    remedy: texts.buttonRemedy({ ...words, servers: expected.join(", ") }),
  };
}

function offer(fact: RegistrarFact): Look {
  return { waitsFor: null, fact, remedy: null };
}
