// The library's dependency injection reads decorator metadata, so the polyfill must be loaded before it.
import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  type GeneralNames,
  SubjectAlternativeNameExtension,
  X509Certificate,
} from "@peculiar/x509";
import type { CertificateInfo } from "@/lib/gateway/model";
import { addressForm } from "@/lib/model/dns-name";

/** Parsing takes about a millisecond, and lists of certificates are read often. */
const known = new Map<string, CertificateInfo>();
const mostKnown = 5000;

/** The public part of the first certificate in a PEM chain; null if there is no readable one. */
export function certificateInfo(pem: string): CertificateInfo | null {
  const leaf = leafOf(pem);
  if (leaf === "") return null;
  const before = known.get(leaf);
  if (before) return before;
  const info = read(leaf);
  if (info) {
    if (known.size >= mostKnown) known.delete(known.keys().next().value ?? "");
    known.set(leaf, info);
  }
  return info;
}

/** The first certificate of a chain, PEM; empty if there is none. */
export function leafOf(pem: string): string {
  return firstCertificate.exec(pem)?.[0] ?? "";
}

const firstCertificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/;

function read(pem: string): CertificateInfo | null {
  try {
    const certificate = new X509Certificate(pem);
    const issuer = certificate.issuerName;
    return Object.freeze({
      names: subjectAlternativeNames(certificate),
      issuer: issuer.getField("CN")[0] ?? issuer.getField("O")[0] ?? certificate.issuer,
      serial: certificate.serialNumber.replace(/^0+(?=.)/, "").toUpperCase(),
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
      ariId: ariIdOf(certificate),
    });
  } catch {
    return null;
  }
}

/** Lower case, as everywhere: DNS names compare without case (RFC 4343). */
function subjectAlternativeNames(certificate: X509Certificate): string[] {
  const extension = certificate.getExtension(SubjectAlternativeNameExtension);
  const names: GeneralNames["items"] = extension?.names.items ?? [];
  return names.flatMap(({ type, value }) =>
    type === "dns" ? [value.toLowerCase()] : type === "ip" ? [addressForm(value) ?? value] : [],
  );
}

/** base64url(authority key identifier) "." base64url(serial number), RFC 9773, section 4.1. */
function ariIdOf(certificate: X509Certificate): string | null {
  const keyId = certificate.getExtension(AuthorityKeyIdentifierExtension)?.keyId;
  if (!keyId) return null;
  return `${base64url(keyId)}.${base64url(derInteger(certificate.serialNumber))}`;
}

/**
 * The content octets of the DER INTEGER, with a leading zero if the first bit is set, because the number is
 * positive.
 */
function derInteger(hex: string): string {
  const significant = hex.replace(/^(?:00)+(?=..)/, "");
  return /^[89a-f]/i.test(significant) ? `00${significant}` : significant;
}

function base64url(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64url");
}
