import type { SecuredHostView } from "@/lib/api/gateway";

/** Where on the page the name servers of a Secured Host stand. */
export function nameServersId(host: Pick<SecuredHostView, "host" | "port">): string {
  return `name-servers-${host.port}-${host.host.replaceAll(/[^a-z0-9]/g, "-")}`;
}
