import type { SecuredHostView } from "@/lib/api/gateway";

export interface ComparedNameServer {
  name: string;
  /**
   * ok: wanted and present. missing: wanted, not present. foreign: present, not wanted. unknown: wanted, not asked
   * yet.
   */
  state: "ok" | "missing" | "foreign" | "unknown";
}

/**
 * Compares the zone's name servers with those that the parent zone names (null: not asked yet), ignoring case and
 * final dots: the wanted ones in order, then those to remove.
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

/** The id of a Secured Host's name servers on the page. */
export function nameServersId(host: Pick<SecuredHostView, "host" | "port">): string {
  return `name-servers-${host.port}-${host.host.replaceAll(/[^a-z0-9]/g, "-")}`;
}
