import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { getCACertificates } from "node:tls";
import { isNearEnd } from "@/lib/gateway/certificate/renewal-time";
import type { CertificateInfo } from "@/lib/gateway/model";
import type { PublicCertificate, SecretSummary } from "@/lib/istio/rules/mesh/snapshot";
import { certManagerOwner } from "@/lib/kubernetes/cert-manager/owner";
import { decoded, type SecretObject, type WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { certificateInfo } from "@/lib/kubernetes/vault/certificate-info";

/**
 * Names of the keys under which Istio finds a certificate with its key, in its order. Source: Istio,
 * `ExtractCertInfo`.
 */
const pairs = [
  ["cert", "key"],
  ["tls.crt", "tls.key"],
] as const;

const dayInMs = 86_400_000;

/**
 * What the checks see of a watched Secret: its name, the public part of its certificate, and whether something is
 * missing.
 */
export function secretSummary({ metadata, data, keys }: SecretObject): SecretSummary {
  const { namespace = "", name } = metadata;
  const chain = data["tls.crt"];
  const info = chain === undefined ? null : certificateInfo(decoded(chain));
  const isWhole = pairs.some((pair) => pair.every((key) => keys.includes(key)));
  return {
    namespace,
    name,
    ...(isWhole ? {} : { state: "incomplete" }),
    ...(info ? { certificate: { names: info.names, serial: info.serial } } : {}),
  };
}

/**
 * What the checks see of a Secret that was read completely: also whether the key belongs to the certificate, whether
 * the certificate is valid now and for how long, whether the chain leads to a root, and whether cert-manager writes
 * it. The result contains nothing of the key.
 */
export function lookedUpSecret({ metadata, data = {} }: WholeSecret, now: Date): SecretSummary {
  const { namespace = "", name } = metadata;
  const certManager = certManagerOwner(metadata);
  const place = { namespace, name, ...(certManager ? { certManager } : {}) };
  const pair = pairs.find((keys) => keys.every((key) => data[key]));
  if (!pair) return { ...place, state: "incomplete" };
  const [chain = "", key = ""] = pair.map((each) => decoded(data[each] ?? ""));
  const info = certificateInfo(chain);
  if (!info) return { ...place, state: "unusable" };
  const leaf = leafOf(chain);
  const state = stateOfPair(leaf, key) ?? (isValid(info, now) ? undefined : "expired");
  return {
    ...place,
    ...(state ? { state } : {}),
    certificate: factsOf(leaf, chain, info, now),
  };
}

function factsOf(
  leaf: X509Certificate | null,
  chain: string,
  info: CertificateInfo,
  now: Date,
): PublicCertificate {
  const { names, serial, issuer, notBefore, notAfter } = info;
  const keyType = leaf && keyTypeOf(leaf.publicKey);
  const daysLeft = Math.max(0, Math.floor((Date.parse(info.notAfter) - now.getTime()) / dayInMs));
  return {
    ...{ names, serial, issuer, notBefore, notAfter },
    ...(keyType ? { keyType } : {}),
    ...(isNearEnd(info, now) ? { daysLeft } : {}),
    ...(leaf && lacksIntermediate(leaf, chain) ? { lacksIntermediate: true as const } : {}),
  };
}

function leafOf(chain: string): X509Certificate | null {
  try {
    return new X509Certificate(chain);
  } catch {
    return null;
  }
}

function stateOfPair(leaf: X509Certificate | null, key: string): "unusable" | "mismatched" | undefined {
  try {
    return leaf ? (leaf.checkPrivateKey(createPrivateKey(key)) ? undefined : "mismatched") : "unusable";
  } catch {
    return "unusable";
  }
}

function isValid({ notBefore, notAfter }: CertificateInfo, now: Date): boolean {
  return new Date(notBefore) <= now && now <= new Date(notAfter);
}

const curves: Record<string, string> = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" };

/** In the words of key types elsewhere: "RSA 2048", "EC P-256". */
function keyTypeOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | null {
  const { modulusLength, namedCurve = "" } = asymmetricKeyDetails ?? {};
  if (asymmetricKeyType === "rsa") return `RSA ${modulusLength}`;
  if (asymmetricKeyType === "ec") return `EC ${curves[namedCurve] ?? namedCurve}`;
  return asymmetricKeyType?.toUpperCase() ?? null;
}

const certificates = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Whether the chain ends before a root, so that clients without the missing intermediate refuse it. Only a CA that
 * publishes its own certificate (Authority Information Access, RFC 5280, section 4.2.2.1) has one to add; the
 * certificate of a private root alone is complete for those who trust it.
 */
function lacksIntermediate(leaf: X509Certificate, chain: string): boolean {
  const others = (chain.match(certificates) ?? []).slice(1).flatMap((pem) => leafOf(pem) ?? []);
  let last = leaf;
  for (let next: X509Certificate | undefined = last; next; ) {
    last = next;
    next = others.find((each) => each !== last && last.checkIssued(each) && !isRoot(last));
    if (next) others.splice(others.indexOf(next), 1);
  }
  if (isRoot(last) || !last.infoAccess?.includes("CA Issuers")) return false;
  return !rootNames().has(last.issuer);
}

function isRoot(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer;
}

let knownRoots: { of: number; names: ReadonlySet<string> } | null = null;

/** Subjects of the roots that this process trusts; parsing them takes some 20 ms. */
function rootNames(): ReadonlySet<string> {
  const roots = getCACertificates("default");
  if (knownRoots?.of !== roots.length)
    knownRoots = {
      of: roots.length,
      names: new Set(roots.flatMap((pem) => leafOf(pem)?.subject ?? [])),
    };
  return knownRoots.names;
}
