import type { Answer, DnsProvider, Resolver } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import type { ExistingRecords, RecordType, Zone } from "@/lib/gateway/model";
import { withoutDot } from "../record-data";
import { isWithin } from "../resolver/message";
import { texts } from "./texts";

/** The zone with the name servers that its parent zone names; null if it names none. Throws `unreachable`. */
export async function zoneAt(apex: string, resolver: Resolver): Promise<Zone | null> {
  const { answers } = await resolver.delegation(apex);
  const nameServers = [...new Set(answers.flatMap(({ values }) => values ?? []))].sort();
  if (nameServers.length > 0) return { id: apex, apex, nameServers };
  if (answers.some(({ values }) => values !== null)) return null;
  throw new Failure("unreachable", texts.noAnswer({ zone: apex }));
}

const mostZonesKept = 1_000;
const readTypes: readonly RecordType[] = ["A", "AAAA", "CNAME", "TXT", "NS", "CAA"];

/**
 * What name servers say about zones that no API shows: the closest zone above a name, found by delegations, and the records
 * of a name. `isOurs` says for which domains.
 */
export function readThroughDns(
  resolver: Resolver,
  isOurs: (name: string) => boolean,
  listed: readonly string[] = [],
): Pick<DnsProvider, "zones" | "read" | "readAll" | "records"> {
  const known = new Map<string, Zone>();

  async function learn(apex: string): Promise<void> {
    const zone = await zoneAt(apex, resolver);
    known.delete(apex);
    if (zone) known.set(apex, zone);
    for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - mostZonesKept)))
      known.delete(oldest);
  }

  async function readAll(zone: Zone, name: string): Promise<ExistingRecords[]> {
    const read = (asked: string, type: RecordType) => resolver.ask(zone.nameServers, asked, type);
    const [mine, beside] = await Promise.all(
      [name, `_lamia-none.${name.slice(name.indexOf(".") + 1)}`].map((asked) =>
        Promise.all(readTypes.map((type) => read(asked, type))),
      ),
    );
    return readTypes.flatMap((type, index): ExistingRecords[] => {
      const values = valuesOf(mine?.[index] ?? [], zone);
      // If even a name that nobody entered has records, a wildcard makes them.
      const fromWildcard = valuesOf(beside?.[index] ?? [], zone);
      if (values.length === 0 || values.join("\0") === fromWildcard.join("\0")) return [];
      return [{ type, set: { name, type, ttlSeconds: 0, values }, described: values.join(", ") }];
    });
  }

  return {
    async zones({ holding } = {}) {
      if (holding === undefined) {
        await Promise.all(listed.map(learn));
      } else {
        const name = withoutDot(holding).replace(/^\*\./, "");
        // The closest zone above any name below it is the zone that holds it.
        const { parent } = isOurs(name) ? await resolver.delegation(`_zone.${name}`) : { parent: "" };
        // A longer one is no longer delegated.
        for (const apex of parent === "" ? [] : [...known.keys()])
          if (isWithin(name, apex) && apex.length > parent.length) known.delete(apex);
        if (parent.includes(".") && isOurs(parent)) await learn(parent);
      }
      return [...known.values()];
    },
    async read(zone, name, type) {
      const held = (await readAll(zone, name)).find((each) => each.type === type);
      return held?.set ?? null;
    },
    readAll,
    // Name servers don't list a zone, and nothing in it is Lamia's.
    records: async () => [],
  };
}

/** The first answer of any name server. Throws `unreachable` if none answers. */
function valuesOf(answers: readonly Answer[], zone: Zone): string[] {
  const said = answers.find(({ values }) => values !== null);
  if (said?.values) return said.values;
  // A delegation below the zone is an answer, too.
  if (answers.some(({ referral }) => referral)) return [];
  throw new Failure("unreachable", texts.noAnswer({ zone: zone.apex }));
}
