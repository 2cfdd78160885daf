import { challengeNameOf } from "@/lib/gateway/dns/challenge-records";
import { cutBelow, explainCut, sameNames, zonesFor } from "@/lib/gateway/dns/zones";
import { step } from "@/lib/gateway/walk/step";
import type { World } from "../world";
import type { ZoneFact } from "./zone";

export interface DelegationFact {
  zone: ZoneFact;
  /** The zone above, whose servers were asked. */
  parent: string;
  expected: string[];
  found: string[];
  /** Where the name servers are set: at a registrar, or as NS records in the zone above. */
  setIn: "registrar" | "parent";
}

const revisitInMs = 3_600_000;

export const delegation = step({
  id: "delegation",
  needs: ["zone"],
  title: "Delegation",
  purpose: "The parent zone sends the world to exactly the zone's name servers, and the zone nowhere else.",
  async run(target, facts: { zone: ZoneFact }, world) {
    const { apex, nameServers: expected } = facts.zone;
    const challenge = challengeNameOf(target.host);
    const [{ parent, answers }, below] = await Promise.all([
      world.resolver.delegation(apex),
      world.resolver.ask(expected, challenge, "TXT"),
    ]);
    const heard = answers.filter((answer) => answer.values !== null);
    const found = [...new Set(heard.flatMap((answer) => answer.values ?? []))].sort();
    const setIn = isRegistered(apex, world) ? "registrar" : "parent";
    const fact: DelegationFact = { zone: facts.zone, parent, expected, found, setIn };
    const where = parent || "the root";
    if (heard.length === 0) {
      const problem = answers[0]?.problem ?? "no server is known";
      return {
        state: "waiting",
        note: `No name server of ${where} answers (${problem}).`,
        retryInSeconds: 5,
        fact,
      };
    }
    const right = heard.filter((answer) => sameNames(answer.values ?? [], expected));
    if (right.length === heard.length) {
      const cut = cutBelow(facts.zone, below);
      const isOurs = cut && zonesFor(await world.dns.zones(), challenge)[0]?.apex === cut.zone;
      if (cut && !isOurs)
        return { state: "blocked", ...explainCut(target.host, facts.zone, cut, world.dns.title), fact };
      const revisitAt = new Date(world.clock.now().getTime() + revisitInMs);
      return {
        state: "done",
        note: `${where} delegates ${apex} to the zone's name servers.`,
        fact,
        revisitAt,
      };
    }
    if (right.length > 0) {
      return {
        state: "waiting",
        note: `${right.length} of ${heard.length} servers of ${where} know the new name servers; the others follow.`,
        retryInSeconds: 3,
        fact,
      };
    }
    return {
      state: "blocked",
      note:
        found.length === 0
          ? `${where} does not delegate ${apex} to any name server.`
          : `${where} delegates ${apex} to ${found.join(", ")}.`,
      remedy: await remedyFor(apex, expected, parent, world),
      fact,
    };
  },
});

/** A name that one registers: what is below it is delegated by NS records, not by a registrar. */
function isRegistered(apex: string, world: World): boolean {
  return (world.registrableDomain(apex) ?? apex) === apex;
}

/** Who has to set which name servers, and where: exactly, when the zone above is in the same account. */
async function remedyFor(
  apex: string,
  nameServers: readonly string[],
  parent: string,
  world: World,
): Promise<string> {
  const list = nameServers.join(", ");
  if (isRegistered(apex, world))
    return `At the registrar of ${apex}, set exactly these name servers: ${list}.`;
  const above = apex.slice(apex.indexOf(".") + 1);
  const [enclosing] = zonesFor(await world.dns.zones(), above);
  if (enclosing?.apex === parent)
    return `In the zone ${enclosing.apex} (${enclosing.id}) at ${world.dns.title}, set the NS records of ${apex} to exactly: ${list}.`;
  // The zone above is ours but the world is not sent there either: then its own delegation is missing too.
  if (enclosing?.apex.endsWith(`.${parent}`)) {
    const where = isRegistered(enclosing.apex, world)
      ? `at the registrar of ${enclosing.apex}`
      : `in the zone above ${enclosing.apex}`;
    return `In the zone ${enclosing.apex} (${enclosing.id}) at ${world.dns.title}, set the NS records of ${apex} to exactly: ${list}. The world is not sent to ${enclosing.apex} itself yet: ${where}, set ${enclosing.nameServers.join(", ")}.`;
  }
  return `Where the zone ${parent} is managed, set the NS records of ${apex} to exactly: ${list}.`;
}
