import { X509Certificate } from "node:crypto";
import { calculateJwkThumbprint, type JWK } from "jose";
import type { Authority } from "./authority";
import { validAuthorization } from "./authorizations";
import { isObject } from "./jws";
import { AcmeProblem } from "./problem";
import type { CertificateRecord } from "./records";
import type { AcmeResponse, SignedRequest } from "./request";

/** CRL reason codes that a subscriber may give (RFC 5280 §5.3.1 without those for CAs and holds). */
const subscriberReasons = [0, 1, 3, 4, 5, 9];

/**
 * revokeCert (RFC 8555 §7.6), signed by the account that ordered the certificate, by one that is authorized
 * for all its names, or by the certificate's own key.
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
