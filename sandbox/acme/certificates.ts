import { X509Certificate } from "node:crypto";
import { calculateJwkThumbprint, type JWK } from "jose";
import { type AcmeResponse, type Authority, paths, type SignedRequest } from "./authority";
import { validAuthorization } from "./authorizations";
import { isObject } from "./jws";
import { AcmeProblem } from "./problem";
import type { CertificateRecord } from "./store";

/** The certificate followed by its intermediates (RFC 8555 §7.4.2). */
export function downloadCertificate(request: SignedRequest): AcmeResponse {
  const { authority } = request;
  const certificate = ownCertificate(request);
  const alternate = authority.origin + paths.alternateCertificate(certificate.id);
  return chain(certificate.certificatePem + authority.issuer.chainPem, `<${alternate}>;rel="alternate"`);
}

/** The alternate chain, which ends with the root itself. */
export function downloadWithRoot(request: SignedRequest): AcmeResponse {
  const { authority } = request;
  const certificate = ownCertificate(request);
  const { chainPem, rootPem } = authority.issuer;
  const preferred = authority.origin + paths.certificate(certificate.id);
  return chain(certificate.certificatePem + chainPem + rootPem, `<${preferred}>;rel="alternate"`);
}

function chain(pem: string, link: string): AcmeResponse {
  return {
    status: 200,
    headers: { link: [link] },
    contentType: "application/pem-certificate-chain",
    body: pem,
  };
}

function ownCertificate({ authority, account, parts }: SignedRequest) {
  const certificate = authority.store.certificates.get(parts[0] ?? "");
  if (!certificate) throw new AcmeProblem("malformed", "There is no such certificate.", { status: 404 });
  if (certificate.accountId !== account?.id) {
    throw new AcmeProblem("unauthorized", "The certificate is another account's.");
  }
  return certificate;
}

/** How often clients should poll, in seconds. */
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
 * A renewal window about two thirds into the certificate's lifetime, a thirtieth of the lifetime wide (two days
 * around day 60 of 90). It lies in the past for a certificate that is revoked or marked for early renewal.
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

/** CRL reason codes that a subscriber may give (RFC 5280 §5.3.1, without the codes for CAs and holds). */
const subscriberReasons = [0, 1, 3, 4, 5, 9];

/**
 * revokeCert (RFC 8555 §7.6). The signature may come from the account that ordered the certificate, from an account
 * authorized for all its names, or from the certificate's own key.
 */
export async function revokeCertificate(request: SignedRequest): Promise<AcmeResponse> {
  const { authority, payload } = request;
  if (!isObject(payload) || typeof payload.certificate !== "string") {
    throw new AcmeProblem("malformed", "revokeCert needs certificate as base64url DER.");
  }
  const parsed = parse(payload.certificate);
  const certificate = authority.store.certificates.get(parsed.serialNumber.toLowerCase());
  if (!certificate || !new X509Certificate(certificate.certificatePem).raw.equals(parsed.raw)) {
    throw new AcmeProblem("malformed", "The certificate was not issued by this CA.", { status: 404 });
  }
  await checkMayRevoke(request, certificate, parsed);
  const reason = payload.reason ?? 0;
  if (typeof reason !== "number" || !subscriberReasons.includes(reason)) {
    throw new AcmeProblem(
      "badRevocationReason",
      `The reason must be one of ${subscriberReasons.join(", ")}.`,
    );
  }
  if (certificate.revoked) throw new AcmeProblem("alreadyRevoked", "The certificate is revoked already.");
  certificate.revoked = { at: Date.now(), reason };
  authority.changed();
  return { status: 200 };
}

async function checkMayRevoke(
  { authority, account, thumbprint }: SignedRequest,
  certificate: CertificateRecord,
  parsed: X509Certificate,
): Promise<void> {
  if (account) {
    if (account.id === certificate.accountId || holdsAll(authority, account.id, certificate.names)) return;
    throw new AcmeProblem("unauthorized", "The account is not authorized for all names of the certificate.");
  }
  const own = await calculateJwkThumbprint(parsed.publicKey.export({ format: "jwk" }) as JWK);
  if (own !== thumbprint)
    throw new AcmeProblem("unauthorized", "The request is not signed by the certificate's key.");
}

function holdsAll(authority: Authority, accountId: string, names: string[]): boolean {
  return names.every((name) => validAuthorization(authority, accountId, name) !== undefined);
}

function parse(encoded: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(encoded, "base64url"));
  } catch {
    throw new AcmeProblem("malformed", "The certificate cannot be read.");
  }
}
