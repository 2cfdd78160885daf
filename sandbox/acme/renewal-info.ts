import type { Authority } from "./authority";
import { AcmeProblem } from "./problem";
import type { CertificateRecord } from "./records";
import type { AcmeResponse } from "./request";

/** How often clients should ask, in seconds. */
const askAgainAfter = 6 * 3600;

/** renewalInfo (RFC 9773 §4): an unsigned GET with the certificate's identifier as the last path part. */
export function renewalInfo(authority: Authority, renewalId: string): AcmeResponse {
  if (!/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(renewalId)) {
    throw new AcmeProblem("malformed", "A renewal identifier is two base64url parts with a dot between.");
  }
  const id = authority.store.certificateIdByRenewalId.get(renewalId);
  const certificate = authority.store.certificates.get(id ?? "");
  if (!certificate)
    throw new AcmeProblem("malformed", "No certificate has this identifier.", { status: 404 });
  const { start, end } = suggestedWindow(certificate, Date.now());
  return {
    status: 200,
    headers: { "retry-after": String(askAgainAfter) },
    body: { suggestedWindow: { start: new Date(start).toISOString(), end: new Date(end).toISOString() } },
  };
}

/**
 * A window about two thirds into the certificate's life, a thirtieth of the life wide (two days around day 60
 * of 90). It lies in the past for a certificate that is revoked or whose early renewal was asked for.
 */
export function suggestedWindow(
  { notBefore, notAfter, revoked, renewNow }: Omit<CertificateRecord, "certificatePem">,
  now: number,
): { start: number; end: number } {
  if (revoked || renewNow) return { start: now - 2 * 3600_000, end: now - 3600_000 };
  const life = notAfter - notBefore;
  const middle = notBefore + (life * 2) / 3;
  return { start: Math.round(middle - life / 90), end: Math.round(middle + life / 90) };
}
