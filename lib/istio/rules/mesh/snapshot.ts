import type {
  DestinationRuleObject,
  GatewayObject,
  ServiceEntryObject,
  VirtualServiceObject,
} from "@/lib/model/istio-objects";
import type { ServiceObject } from "@/lib/model/object";

/** A Deployment (with the labels of its pod template) or a Pod of its own. */
export interface Workload {
  kind: "Deployment" | "StatefulSet" | "DaemonSet" | "Pod";
  namespace: string;
  name: string;
  podLabels: Record<string, string>;
}

/** A TLS Secret without its contents: its name, and the public part of the certificate where it is known. */
export interface SecretSummary {
  namespace: string;
  name: string;
  /**
   * `absent`: the API server has none of this name; `incomplete`: it has no certificate with its key; `unusable`: what it has
   * is none; `mismatched`: the key is another's; `expired`: the certificate was not valid when it was looked at;
   * `unreadable`: it could not be asked. Left out, it is there.
   */
  state?: "absent" | "incomplete" | "unusable" | "mismatched" | "expired" | "unreadable";
  certificate?: PublicCertificate;
  /** The Certificate of cert-manager that it belongs to. */
  certManager?: { certificate: string; issuer: string; issuerKind: string };
}

/** The public part of a certificate. Of a Secret that Lamia wrote, only names and serial are known here. */
export interface PublicCertificate {
  names: string[];
  serial?: string;
  issuer?: string;
  /** ISO 8601, UTC. */
  notBefore?: string;
  notAfter?: string;
  /** Such as `RSA 2048` or `EC P-256`. */
  keyType?: string;
  /** Whole days until it expires; set only when that is soon, so that it rarely changes. */
  daysLeft?: number;
  /** Its chain ends before a root: some clients refuse it. */
  lacksIntermediate?: true;
}

export interface NamespaceSummary {
  name: string;
  labels: Record<string, string>;
}

/** What the checks look at: each list, and what stands in it. */
export interface MeshLists {
  namespaces: NamespaceSummary;
  gateways: GatewayObject;
  virtualServices: VirtualServiceObject;
  destinationRules: DestinationRuleObject;
  serviceEntries: ServiceEntryObject;
  services: ServiceObject;
  workloads: Workload;
  secrets: SecretSummary;
}

export type ListName = keyof MeshLists;

export const listNames = [
  "namespaces",
  "gateways",
  "virtualServices",
  "destinationRules",
  "serviceEntries",
  "services",
  "workloads",
  "secrets",
] as const satisfies ListName[];

/**
 * All that the checks look at, as it stood at one moment. Objects are not changed afterwards: whoever has seen one does
 * not look at it again.
 */
export interface MeshSnapshot extends Lists {
  /** Set when a Secret that `secrets` does not list may be there all the same: then nothing is said of it. */
  onlyOwnSecrets?: true;
}

type Lists = { [Name in ListName]: MeshLists[Name][] };

export function emptySnapshot(): MeshSnapshot {
  const lists: Partial<Record<ListName, []>> = {};
  for (const name of listNames) lists[name] = [];
  return lists as Lists;
}

interface Template {
  kind: string;
  metadata: { name: string; namespace?: string };
  spec?: { template?: { metadata?: { labels?: Record<string, string> } } };
}

/** What the checks see of a Deployment, DaemonSet or StatefulSet: the labels of its pods. */
export function workloadOf({ kind, metadata, spec }: Template): Workload {
  const podLabels = spec?.template?.metadata?.labels ?? {};
  return {
    kind: kind as Workload["kind"],
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    podLabels,
  };
}
