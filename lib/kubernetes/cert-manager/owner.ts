import type { KubernetesObject } from "@/lib/model/object";

/** Which Certificate of cert-manager a Secret belongs to, and who issues it. */
export interface CertManagerOwner {
  /** Name of the Certificate, in the Secret's namespace. */
  certificate: string;
  /** Name of its Issuer or ClusterIssuer; empty if the Secret doesn't say. */
  issuer: string;
  /** `Issuer`, `ClusterIssuer`, or a kind of another group. */
  issuerKind: string;
  /** Kubernetes deletes the Secret with its Certificate: cert-manager runs with `--enable-certificate-owner-ref`. */
  ownsSecret: boolean;
}

const prefix = "cert-manager.io/";

/**
 * From the annotations that cert-manager writes on its Secrets, or from its owner reference, which it sets with
 * `--enable-certificate-owner-ref`. Null for a Secret of somebody else. The annotations stay when a Certificate is
 * deleted: whether it still exists, only the API server says.
 * https://cert-manager.io/docs/reference/annotations/
 */
export function certManagerOwner(metadata: KubernetesObject["metadata"]): CertManagerOwner | null {
  const { annotations = {}, ownerReferences = [] } = metadata;
  const owner = ownerReferences.find(
    ({ kind, apiVersion = "" }) => kind === "Certificate" && apiVersion.startsWith(prefix),
  );
  const certificate = annotations[`${prefix}certificate-name`] ?? owner?.name;
  if (!certificate) return null;
  return {
    certificate,
    issuer: annotations[`${prefix}issuer-name`] ?? "",
    issuerKind: annotations[`${prefix}issuer-kind`] ?? "Issuer",
    ownsSecret: owner !== undefined,
  };
}
