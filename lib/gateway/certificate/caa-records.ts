import type { Resolver } from "@/lib/gateway/dns/ports";
import type { Zone } from "@/lib/gateway/model";

type Asked = Pick<Resolver, "ask" | "delegation">;

/** As many aliases as a CA has to follow at least (RFC 8659, section 3, and the CAs' own Baseline Requirements). */
const mostAliases = 8;

export interface CaaRecords {
  /** The name that has them: the end of the aliases. */
  name: string;
  values: readonly string[];
}

/**
 * The CAA records of a name, which are those of its alias's target (RFC 8659, section 3). If the target has none, none of the names
 * above the target count. Null if a server is silent, the servers don't agree on the alias, or it leads nowhere.
 */
export async function caaRecordsOf(
  resolver: Asked,
  nameServers: Zone["nameServers"],
  name: string,
  follows: boolean,
  left = mostAliases,
): Promise<CaaRecords | null> {
  const answers = await resolver.ask(nameServers, name, "CAA");
  if (answers.length === 0 || answers.some(({ values }) => values === null)) return null;
  const targets = new Set(answers.map(({ alias }) => alias?.toLowerCase().replace(/\.$/, "")));
  const [target] = targets;
  if (targets.size > 1) return null;
  if (target === undefined)
    return { name, values: [...new Set(answers.flatMap(({ values }) => values ?? []))] };
  if (!follows || left === 0) return null;
  const servers = await serversFor(resolver, target);
  return servers.length === 0 ? null : caaRecordsOf(resolver, servers, target, follows, left - 1);
}

/** The name servers of the zone that holds a name; none if nobody tells. */
async function serversFor(resolver: Asked, name: string): Promise<string[]> {
  try {
    // The closest zone above any name below it is the zone that holds it.
    const { parent } = await resolver.delegation(`_zone.${name}`);
    if (!parent.includes(".")) return [];
    const { answers } = await resolver.delegation(parent);
    return [...new Set(answers.flatMap(({ values }) => values ?? []))];
  } catch {
    return [];
  }
}
