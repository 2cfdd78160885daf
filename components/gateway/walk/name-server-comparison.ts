import type { SecuredHostView } from "@/lib/api/gateway";

export interface ComparedNameServer {
  name: string;
  /** ok: wanted and there. missing: wanted, not there. foreign: there, not wanted. unknown: wanted, nobody asked yet. */
  state: "ok" | "missing" | "foreign" | "unknown";
}

/**
 * The zone's name servers beside those that the parent zone names (null: not asked yet), compared without regard to
 * case and final dots: the wanted ones in their order, then those that must go.
 */
export function compareNameServers(
  expected: readonly string[],
  found: readonly string[] | null,
): ComparedNameServer[] {
  const seen = found === null ? null : new Set(found.map(plain));
  const wanted = new Set(expected.map(plain));
  return [
    ...expected.map((name) => ({
      name,
      state:
        seen === null ? ("unknown" as const) : seen.has(plain(name)) ? ("ok" as const) : ("missing" as const),
    })),
    ...(found ?? [])
      .filter((name) => !wanted.has(plain(name)))
      .map((name) => ({ name, state: "foreign" as const })),
  ];
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

/** Where on the page the name servers of a Secured Host stand. */
export function nameServersId(host: Pick<SecuredHostView, "host" | "port">): string {
  return `name-servers-${host.port}-${host.host.replaceAll(/[^a-z0-9]/g, "-")}`;
}
