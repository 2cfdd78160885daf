import type { Zone } from "../model";
import { sameNames } from "../zones";
import { step } from "./step";
import type { ZoneFact } from "./zone";

export interface DelegationFact {
  zone: Zone;
  /** The zone above, whose servers were asked. */
  parent: string;
  expected: string[];
  found: string[];
}

const revisitInMs = 3_600_000;

export const delegation = step({
  id: "delegation",
  needs: ["zone"],
  title: "Delegation",
  purpose: "The parent zone sends the world to exactly the zone's name servers.",
  async run(_target, facts: { zone: ZoneFact }, world) {
    const { apex, nameServers: expected } = facts.zone;
    const { parent, answers } = await world.resolver.delegation(apex);
    const heard = answers.filter((answer) => answer.values !== null);
    const found = [...new Set(heard.flatMap((answer) => answer.values ?? []))].sort();
    const fact: DelegationFact = { zone: facts.zone, parent, expected, found };
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
      remedy: `At the registrar of ${apex}, set exactly these name servers: ${expected.join(", ")}.`,
      fact,
    };
  },
});
