import type { World } from "@/lib/gateway/world";
import { isIpAddress } from "@/lib/model/dns-name";
import { familyOf } from "@/lib/model/hosts";
import type { SecuredHost } from "@/lib/model/secured-hosts";

/** The certificate that a Secured Host uses, and who uses it, too. */
export interface CertificatePlan {
  /** The name under which the vault keeps it. */
  id: string;
  /** What it is to cover, in the order of the order. */
  names: readonly string[];
  /** Which of its names no member needs: a certificate with or without them is right until its renewal. */
  optional?: readonly string[];
  /** The virtual cluster that it is for. */
  holder: string;
  /** Every Secured Host that uses it, in the order of their keys; those of the holder can order it. */
  members: readonly SecuredHost[];
  isShared: boolean;
  /** Why it isn't the wildcard that the host asks for. */
  refused?: Refused;
}

/** Why a host can't use the wildcard that it asks for. */
export interface Refused {
  /** The wildcard, under which the vault keeps its certificate. */
  id: string;
  note: string;
  remedy: string;
  /** Another virtual cluster holds the names, as far as DNS and the cluster say. */
  isCertain: boolean;
}

type RegistrableDomain = World["registrableDomain"];

/**
 * The name under which the vault keeps the certificate of a Secured Host: the host itself, the first Secured Host of its
 * server, or the wildcard of its domain. Without a look at others, so a host may also join a certificate of its own name.
 */
export function certificateIdOf(
  target: Pick<SecuredHost, "host" | "certificateScope" | "serverHosts">,
  registrableDomain: RegistrableDomain,
): string {
  const { host, certificateScope, serverHosts } = target;
  if (certificateScope === "server") return serverHosts?.[0] ?? host;
  return certificateScope === "zone" ? `*.${domainOf(host, registrableDomain)}` : host;
}

/** The domain that the host is directly below, or the host if it is a domain that one can register. */
function domainOf(host: string, registrableDomain: RegistrableDomain): string {
  return registrableDomain(host) === host ? host : familyOf(host);
}

/** Whether the first Secured Host of the server has the same certificate, so that the server has room for both. */
export function isCompanion(
  target: Pick<SecuredHost, "host" | "serverTakenBy" | "certificateScope">,
  registrableDomain: RegistrableDomain,
): boolean {
  const { host, serverTakenBy: first, certificateScope } = target;
  if (first === undefined || certificateScope === undefined || isIpAddress(first)) return false;
  if (certificateScope === "server") return true;
  return domainOf(first, registrableDomain) === domainOf(host, registrableDomain);
}

/** Whether a certificate for these names serves the host (RFC 6125, section 6.4.3). */
export function covers(names: readonly string[], host: string): boolean {
  return names.some((each) => each === host || (each.startsWith("*.") && familyOf(host) === each.slice(2)));
}
