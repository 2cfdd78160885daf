import type { Issue } from "@/lib/gateway/certificate/pending-order";
import type { CertificateInfo } from "@/lib/gateway/model";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { type CertificatePlan, covers, type Refused } from "./certificate-id";
import { texts as sharing } from "./texts";

export interface SharedCertificate {
  /** The name under which the vault keeps it. */
  id: string;
  /** How many Gateways use it, in all virtual clusters. */
  gateways: number;
  /** Those of the same virtual cluster, the first few. */
  named: string[];
}

export interface CertificateFact extends CertificateInfo {
  /** When it will be renewed, ISO 8601. */
  renewAt: string;
  /** Why the last attempt of a due renewal failed; null if all is well. */
  renewalProblem: string | null;
  /** The certificate that several Secured Hosts use; missing where the host has its own. */
  shared?: SharedCertificate;
  /** How far the certificate that will replace it is. */
  replacement?: string;
}

/** Ask for the CA's suggestion at least this often (RFC 9773, section 4.3.2; the adapter may wait longer). */
const checkAgainInMs = 12 * 3_600_000;
const mostNamed = 10;

export type Valid = ReturnType<typeof validFor>;

/** The wildcard that the host served until it was refused, while it is of its own virtual cluster. */
export async function wildcardInUse({ id }: Refused, target: SecuredHost, world: World) {
  const { certificate: info, holder, issue } = await world.vault.read(id);
  const isOurs = info && holder === target.gateway.namespace && covers(info.names, target.host);
  if (!isOurs || Date.parse(info.notAfter) <= world.clock.now().getTime()) return null;
  const plan = { id, names: info.names, holder, members: [target], isShared: true };
  return { info, issue, valid: validFor(plan, target) };
}

/** The outcome of the step while a certificate is valid, and until when it isn't checked again. */
export function validFor({ id, isShared, members, refused }: CertificatePlan, { gateway }: SecuredHost) {
  const { count, named } = usersOf(members, gateway.namespace);
  const shared: SharedCertificate = { id, gateways: count, named };
  return (info: CertificateInfo, renewAt: Date, now: Date, { detour }: Pick<Issue, "detour">) => {
    const fact: CertificateFact = {
      ...info,
      renewAt: renewAt.toISOString(),
      renewalProblem: null,
      ...(isShared ? { shared } : {}),
    };
    const revisitAt = new Date(Math.min(renewAt.getTime(), now.getTime() + checkAgainInMs));
    const issued = texts.issuedBy({ issuer: info.issuer, date: info.notAfter.slice(0, 10) });
    const note = detour === null ? issued : `${issued} ${detour}`;
    const about = sharing.shared({ names: info.names.join(", "), count });
    const why = refused ? ` ${sharing.ownInstead({ why: `${refused.note} ${refused.remedy}` })}` : "";
    return { state: "done" as const, note: `${isShared ? `${note} ${about}` : note}${why}`, fact, revisitAt };
  };
}

/** A plan for many hosts has the same array of members until their claims change. */
const known = new WeakMap<readonly SecuredHost[], Map<string, { count: number; named: string[] }>>();

/** How many Gateways use it, and the first few in this virtual cluster. */
function usersOf(members: readonly SecuredHost[], namespace: string): { count: number; named: string[] } {
  const kept = known.get(members) ?? new Map<string, { count: number; named: string[] }>();
  known.set(members, kept);
  const users = kept.get(namespace);
  if (users) return users;
  const places = new Set(members.map(({ gateway }) => `${gateway.namespace}/${gateway.name}`));
  const own = [...places].filter((each) => each.startsWith(`${namespace}/`));
  const found = { count: places.size, named: own.slice(0, mostNamed) };
  kept.set(namespace, found);
  return found;
}
