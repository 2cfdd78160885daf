import type { SecretSummary } from "@/lib/istio/rules/snapshot";
import { certificateInfo } from "@/lib/kubernetes/certificate-info";
import { decoded, type SecretObject } from "@/lib/kubernetes/secret-object";

/** Names of the keys under which Istio finds a certificate with its key: https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#key-formats */
const pairs = [
  ["tls.crt", "tls.key"],
  ["cert", "key"],
];

/** What the checks see of a Secret: its name, the public part of its certificate, and whether something is missing. */
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
