import type { Zone } from "@/lib/gateway/model";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import { caaRecordsOf } from "./caa-records";

export type CaaFinding =
  /** No CAA record limits who may issue. */
  | { kind: "unlimited" }
  | { kind: "allowed" }
  /** A server is silent, an alias leads to where Lamia can't look, or the CA doesn't say which name it goes by. */
  | { kind: "unknown" }
  | { kind: "forbidden"; warning: string };

/** A warning if CAA records don't allow the CA to issue for the host, else null. */
export async function caaWarning(...asked: Parameters<typeof caaFinding>): Promise<string | null> {
  const finding = await caaFinding(...asked);
  return finding.kind === "forbidden" ? finding.warning : null;
}

/**
 * Whether CAA records allow the CA to issue for the host. The CA itself decides (RFC 8659, section 3: the records of the closest
 * name that has any apply). An order doesn't wait for the servers of an alias's target; a diagnosis asks them.
 */
export async function caaFinding(
  world: Pick<World, "ca" | "resolver">,
  zone: Pick<Zone, "apex" | "nameServers">,
  host: string,
  { followsAliases = false }: { followsAliases?: boolean } = {},
): Promise<CaaFinding> {
  const identities = await world.ca.caaIdentities();
  if (identities.length === 0) return { kind: "unknown" };
  const isWildcard = host.startsWith("*.");
  for (const asked of namesUpTo(zone.apex, host.replace(/^\*\./, ""))) {
    const found = await caaRecordsOf(world.resolver, zone.nameServers, asked, followsAliases);
    if (!found) return { kind: "unknown" };
    const { name } = found;
    const records = found.values.flatMap(parsed);
    if (records.length === 0) continue;
    const wild = records.filter(({ tag }) => tag === "issuewild");
    const counting = isWildcard && wild.length > 0 ? wild : records.filter(({ tag }) => tag === "issue");
    if (counting.length === 0) return { kind: "unlimited" };
    if (counting.some(({ issuer }) => identities.includes(issuer))) return { kind: "allowed" };
    const record = `0 ${counting === wild ? "issuewild" : "issue"} "${identities[0]}"`;
    const issuers = counting.flatMap(({ issuer }) => issuer || []).join(", ");
    const warning =
      issuers === "" ? texts.caaForbids({ name, record }) : texts.caaLimits({ name, issuers, record });
    return { kind: "forbidden", warning };
  }
  return { kind: "unlimited" };
}

function namesUpTo(apex: string, host: string): string[] {
  const names = [host];
  while (names.at(-1) !== apex && names.at(-1)?.includes("."))
    names.push((names.at(-1) ?? "").replace(/^[^.]+\./, ""));
  return names;
}

/** `0 issue "ca.test; accounturi=…"` */
function parsed(value: string): { tag: string; issuer: string }[] {
  const [, tag, text] = /^\d+\s+(\S+)\s+"?([^"]*)"?$/.exec(value) ?? [];
  return tag === undefined
    ? []
    : [{ tag: tag.toLowerCase(), issuer: (text ?? "").split(";")[0]?.trim().toLowerCase() ?? "" }];
}
