import { createPrivateKey, X509Certificate } from "node:crypto";
import type { CertificateInfo } from "@/lib/gateway/model";
import type { SecretSummary } from "@/lib/istio/rules/mesh/snapshot";
import { certificateInfo } from "@/lib/kubernetes/certificate-info";
import { decoded, type SecretObject, type WholeSecret } from "@/lib/kubernetes/secret-object";

/** Names of the keys under which Istio finds a certificate with its key, in its order. Source: Istio, `ExtractCertInfo`. */
const pairs = [
  ["cert", "key"],
  ["tls.crt", "tls.key"],
] as const;

/** What the checks see of a Secret that is watched: its name, the public part of its certificate, and whether something is missing. */
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
 * What the checks see of a Secret that was looked up whole: also whether the key belongs to the certificate, and whether that
 * is valid now. Nothing of the key is in the answer.
 */
export function lookedUpSecret({ metadata, data = {} }: WholeSecret, now: Date): SecretSummary {
  const { namespace = "", name } = metadata;
  const pair = pairs.find((keys) => keys.every((key) => data[key]));
  if (!pair) return { namespace, name, state: "incomplete" };
  const [chain = "", key = ""] = pair.map((each) => decoded(data[each] ?? ""));
  const info = certificateInfo(chain);
  if (!info) return { namespace, name, state: "unusable" };
  const state = stateOfPair(chain, key) ?? (isValid(info, now) ? undefined : "expired");
  return {
    namespace,
    name,
    ...(state ? { state } : {}),
    certificate: { names: info.names, serial: info.serial },
  };
}

function stateOfPair(chain: string, key: string): "unusable" | "mismatched" | undefined {
  try {
    return new X509Certificate(chain).checkPrivateKey(createPrivateKey(key)) ? undefined : "mismatched";
  } catch {
    return "unusable";
  }
}

function isValid({ notBefore, notAfter }: CertificateInfo, now: Date): boolean {
  return new Date(notBefore) <= now && now <= new Date(notAfter);
}
