import { texts as choiceTexts } from "@/lib/gateway/dns/texts";
import { whyZone } from "@/lib/gateway/dns/zone-choice";
import { holdingZone, zonesFor } from "@/lib/gateway/dns/zones";
import { heldHost } from "@/lib/gateway/ownership/withdrawal";
import { texts } from "@/lib/gateway/texts";
import { step } from "@/lib/gateway/walk/step";
import { isIpAddress } from "@/lib/model/dns-name";
import { type GatewayName, securedHostProblem } from "@/lib/model/secured-hosts";
import { asFailure, Failure } from "../failure";
import type { Zone } from "../model";
import type { World } from "../world";

/** Without ID, name servers and provider for an IP address, which has no zone. */
export interface ZoneFact extends Zone {
  provider: string;
  /** The owner of the host: a Gateway of this virtual cluster, or one of another that shares it. */
  owner: GatewayName;
  /** Why it is this zone at this provider, in one or two sentences; missing in facts of earlier versions. */
  why?: string;
  /** You enter its records by hand. */
  isByHand?: true;
}

const revisitInMs = 3_600_000;

export const zone = step({
  id: "zone",
  needs: [],
  title: texts.zoneTitle,
  purpose: texts.zonePurpose,
  async run(target, _facts: Record<never, never>, world) {
    const problem = securedHostProblem(target.host);
    if (problem) {
      return {
        state: "blocked",
        note: texts.unusableHost({ host: target.host, problem }),
        remedy: texts.unusableHostRemedy,
      };
    }
    // Before anything is created, written or ordered.
    const held = await heldHost(target, world);
    if ("refusal" in held) return { state: "blocked", ...held.refusal };
    const revisitAt = new Date(world.clock.now().getTime() + revisitInMs);
    const done = (found: Zone, note: string, why: string) => {
      const { title: provider, byHand } = world.dns;
      const fact: ZoneFact = {
        ...found,
        provider,
        why,
        owner: held.owner,
        ...(byHand ? { isByHand: byHand } : {}),
      };
      return { state: "done" as const, note, fact, revisitAt };
    };
    if (isIpAddress(target.host)) {
      const fact: ZoneFact = {
        id: "",
        apex: target.host,
        nameServers: [],
        provider: "",
        owner: held.owner,
      };
      return { state: "done", note: texts.addressHasNoZone, fact, revisitAt };
    }
    // Look for a zone that was just created, before creating another one of the same name.
    const existing =
      (await holdingZone(world, target.host)) ?? (await holdingZone(world, target.host, { fresh: true }));
    if (existing) {
      const zones = await world.dns.zones({ holding: target.host });
      const count = zonesFor(zones, target.host).length;
      const { title: provider } = world.dns;
      const why = whyZone({ host: target.host, zones, provider, choice: world.dnsChoice });
      if (world.dns.byHand) return done(existing, texts.zoneByHand({ zone: existing.apex }), why);
      const note = texts.zoneFound({ zone: existing.apex, provider, id: existing.id });
      return done(existing, count > 1 ? `${note} ${texts.oneOfSeveralZones({ count })}` : note, why);
    }
    const apex = world.registrableDomain(target.host);
    if (!apex) {
      throw new Failure("rejected", texts.publicSuffix({ host: target.host }), {
        remedy: texts.publicSuffixRemedy,
      });
    }
    const created = await createdZone(apex, world);
    // You are working on it: Lamia checks again soon.
    if (created instanceof Failure)
      return { state: "blocked", note: created.message, remedy: created.remedy ?? "" };
    return done(
      created,
      texts.zoneCreated({ zone: created.apex, provider: world.dns.title, id: created.id }),
      choiceTexts.createdZone({ provider: world.dns.title, host: target.host }),
    );
  },
});

/** If you keep the zones by hand, why there is none yet. */
async function createdZone(apex: string, { dns }: World): Promise<Zone | Failure> {
  if (!dns.byHand) return dns.createZone(apex);
  return dns.createZone(apex).catch((thrown: unknown) => asFailure(thrown));
}
