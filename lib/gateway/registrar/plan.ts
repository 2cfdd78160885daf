import { holdingZone, parentName, sameNames } from "@/lib/gateway/dns/zones";
import { asFailure, Failure } from "@/lib/gateway/failure";
import { heldHost } from "@/lib/gateway/ownership/withdrawal";
import type { World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { type Comparison, compareNameServers, type Unanswered } from "./compare";
import type { RegisteredDomain, Registrar } from "./registrar";
import { texts } from "./texts";

/** What a change at the registrar would do: it moves the whole domain, not one host. */
export interface NameServerPlan {
  kind: "possible";
  domain: string;
  /** The title of the registrar. */
  registrar: string;
  now: string[];
  next: string[];
  comparison: Comparison;
}

/** Why Lamia doesn't change the name servers, and what you can do. */
export interface NoPlan {
  kind: "impossible";
  note: string;
  remedy: string | null;
}

/** Which name servers to set: those of the zone, or those from before Lamia's last change. */
export type Direction = "zone" | "back";

interface Asked {
  direction: Direction;
  /** Every Secured Host of the installation at or below the domain. */
  hostsBelow(domain: string): readonly string[];
}

/** What a change would do right now. Changes nothing. Throws what the registrar's API answers, if that decides nothing. */
export async function planNameServers(
  target: SecuredHost,
  world: World,
  asked: Asked,
): Promise<NameServerPlan | NoPlan> {
  return (await plan(target, world, asked)).plan;
}

/** What you saw when you confirmed. */
export type SeenPlan = Pick<NameServerPlan, "now" | "next"> &
  Pick<Comparison, "differences" | "unanswered"> & { nowSide: Comparison["now"] };

/**
 * Sets the name servers, if all is as it was confirmed: the registrar has the same ones, and no record is at stake that you
 * haven't seen. Throws `conflict` and changes nothing if it isn't. Remembers the name servers from before.
 */
export async function changeNameServers(
  target: SecuredHost,
  world: World,
  asked: Asked,
  seen: SeenPlan,
): Promise<NameServerPlan> {
  const { plan: now, registrar } = await plan(target, world, asked);
  if (now.kind === "impossible") throw new Failure("conflict", wordsOf(now));
  const isSame = sameNames(now.now, seen.now) && sameNames(now.next, seen.next);
  if (!isSame || !registrar?.setNameServers || !world.registrars)
    throw new Failure("conflict", texts.othersByNow({ registrar: now.registrar, domain: now.domain }));
  const isSideNew = now.comparison.now !== "answers" && now.comparison.now !== seen.nowSide;
  if (isSideNew || isMoreAtStake(now.comparison, seen))
    throw new Failure("conflict", texts.moreByNow({ domain: now.domain }));
  const { registrars } = world;
  const earlier = await registrars.lastChange(now.domain);
  const at = world.clock.now().toISOString();
  // First, so that the way back is known whatever happens next.
  await registrars.remember(now.domain, {
    registrar: now.registrar,
    before: now.now,
    after: now.next,
    at,
  });
  try {
    await registrar.setNameServers(now.domain, now.next);
  } catch (thrown) {
    const { kind } = asFailure(thrown);
    // Without an answer, the registrar may have done it.
    if (kind !== "unreachable" && kind !== "unknown") await registrars.remember(now.domain, earlier);
    throw thrown;
  }
  return now;
}

/** The values of today may differ with each answer, as for a name that is shared among servers; those of tomorrow count. */
function isMoreAtStake(now: Comparison, seen: SeenPlan): boolean {
  const keyOf = ({ name, type }: Unanswered, next: readonly string[] | null) =>
    JSON.stringify([name, type, next?.toSorted() ?? null]);
  const known = new Set([
    ...seen.differences.map((each) => keyOf(each, each.next)),
    ...seen.unanswered.map((each) => keyOf(each, null)),
  ]);
  return (
    now.differences.some((each) => !known.has(keyOf(each, each.next))) ||
    now.unanswered.some((each) => !known.has(keyOf(each, null)))
  );
}

export function wordsOf({ note, remedy }: NoPlan): string {
  return remedy ? `${note} ${remedy}` : note;
}

interface Planned {
  plan: NameServerPlan | NoPlan;
  registrar?: Registrar;
}

async function plan(target: SecuredHost, world: World, asked: Asked): Promise<Planned> {
  const { direction, hostsBelow } = asked;
  const held = await heldHost(target, world);
  if ("refusal" in held) return no(held.refusal);
  if (!world.registrars) return no({ note: texts.noRegistrar, remedy: texts.noRegistrarRemedy });
  const zone = await holdingZone(world, target.host, { fresh: true });
  const domain = zone?.apex ?? "";
  if (!zone || world.registrableDomain(domain) !== domain)
    return no({ note: texts.noRegisteredZone({ host: target.host }) });
  const found = await world.registrars.find(domain, { fresh: true });
  if (!found) return no(notFound(domain));
  const last = await world.registrars.lastChange(domain);
  const next = direction === "zone" ? zone.nameServers : last?.before;
  if (!next) return no({ note: texts.noWayBack({ domain }) });
  const hindrance = hindranceOf(domain, found, next) ?? (await signed(domain, next, world));
  if (hindrance) return no(hindrance);
  const sides = { now: found.nameServers, next };
  const comparison = await compareNameServers(domain, sides, hostsBelow(domain), world);
  if (direction === "zone" && comparison.next !== "answers")
    return no({
      note: texts.newServersSilent({ domain, servers: next.join(", ") }),
      remedy: texts.newServersSilentRemedy,
    });
  const { registrar } = found;
  return { plan: { kind: "possible", domain, registrar: registrar.title, ...sides, comparison }, registrar };
}

export function notFound(domain: string): { note: string; remedy: string } {
  return { note: texts.notInAccount({ domain }), remedy: texts.notInAccountRemedy({ domain }) };
}

/** What at the registrar forbids the change. */
export function hindranceOf(
  domain: string,
  { registrar, nameServers, locks, signers, change }: RegisteredDomain,
  next: readonly string[],
): { note: string; remedy?: string } | null {
  const { title } = registrar;
  if (!registrar.setNameServers)
    return registrar.fixed?.(domain) ?? { note: texts.cannotChange({ registrar: title, domain }) };
  if (sameNames(nameServers, next)) return { note: texts.alreadySet({ registrar: title, domain }) };
  if (change?.state === "under-way")
    return { note: texts.underWay({ registrar: title, domain }), remedy: texts.underWayRemedy };
  if (locks.length > 0)
    return {
      note: texts.locked({ registrar: title, domain, codes: locks.join(", ") }),
      remedy: texts.lockedRemedy({ registrar: title }),
    };
  if (signers > 0)
    return {
      note: texts.signedAtRegistrar({ registrar: title, domain, count: signers }),
      remedy: texts.signedRemedy({ registrar: title, domain }),
    };
  return null;
}

/** The registry may still have DS records that the registrar has removed, or that it has never known of. */
async function signed(domain: string, next: readonly string[], { resolver }: World) {
  const said = await resolver.signers(domain, next);
  const answered = said.filter(({ signers }) => signers !== null);
  const parent = parentName(domain.slice(domain.indexOf(".") + 1));
  if (answered.length === 0) return { note: texts.parentSilent({ parent, domain }), remedy: texts.tryAgain };
  if (answered.every(({ signers }) => signers?.length === 0)) return null;
  return { note: texts.signedAtParent({ parent, domain }), remedy: texts.signedAtParentRemedy({ domain }) };
}

function no({ note, remedy = null }: { note: string; remedy?: string | null }): Planned {
  return { plan: { kind: "impossible", note, remedy } };
}
