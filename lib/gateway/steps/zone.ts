import { holdingZone, zonesFor } from "@/lib/gateway/dns/zones";
import { heldHost } from "@/lib/gateway/ownership/withdrawal";
import { step } from "@/lib/gateway/walk/step";
import { type GatewayName, hostProblem } from "@/lib/model/secured-hosts";
import { Failure } from "../failure";
import type { Zone } from "../model";

export interface ZoneFact extends Zone {
  provider: string;
  /** Whose the host is: a Gateway of this virtual cluster, or one of another that shares it. */
  owner: GatewayName;
}

const revisitInMs = 3_600_000;

export const zone = step({
  id: "zone",
  needs: [],
  title: "DNS zone",
  purpose:
    "No other virtual cluster holds the host, and the DNS provider has a zone for it whose name servers are known.",
  async run(target, _facts: Record<never, never>, world) {
    const problem = hostProblem(target.host);
    if (problem) {
      return {
        state: "blocked",
        note: `${target.host} cannot be secured. ${problem}.`,
        remedy: "Choose another Secured Host.",
      };
    }
    // Before anything is created, written, or ordered.
    const held = await heldHost(target, world);
    if ("refusal" in held) return { state: "blocked", ...held.refusal };
    const revisitAt = new Date(world.clock.now().getTime() + revisitInMs);
    const done = (found: Zone, note: string) => {
      const fact: ZoneFact = { ...found, provider: world.dns.title, owner: held.owner };
      return { state: "done" as const, note, fact, revisitAt };
    };
    // A zone that was made a moment ago is looked for before another of the same name is created.
    const existing =
      (await holdingZone(world, target.host)) ?? (await holdingZone(world, target.host, { afresh: true }));
    if (existing) {
      const count = zonesFor(await world.dns.zones(), target.host).length;
      const among =
        count > 1
          ? ` ${count} zones have this name: this is the one that is delegated to, or else the oldest.`
          : "";
      return done(existing, `${existing.apex} stands at ${world.dns.title} as ${existing.id}.${among}`);
    }
    const apex = world.registrableDomain(target.host);
    if (!apex) {
      throw new Failure("rejected", `${target.host} is a public suffix; nobody can register it.`, {
        remedy: "Choose a Secured Host below a domain that you have registered.",
      });
    }
    const created = await world.dns.createZone(apex);
    return done(created, `Created ${created.apex} at ${world.dns.title} as ${created.id}.`);
  },
});
