import type {
  DestinationRuleObject,
  GatewayObject,
  ServiceEntryObject,
  VirtualServiceObject,
} from "@/lib/model/istio-objects";
import type { ServiceObject } from "@/lib/model/object";

/** A Deployment (with the labels of its pod template), or a Pod without one. */
export interface Workload {
  kind: "Deployment" | "StatefulSet" | "DaemonSet" | "Pod";
  namespace: string;
  name: string;
  podLabels: Record<string, string>;
}

/** A TLS Secret without its contents: its name, and the public part of the certificate if that is known. */
export interface SecretSummary {
  namespace: string;
  name: string;
  /**
   * `absent`: the API server has none with this name; `incomplete`: the certificate or its key is missing; `unusable`: it
   * isn't a certificate; `mismatched`: the key belongs to another one; `expired`: the certificate wasn't valid when it was
   * read; `unreadable`: the API server couldn't be asked. Missing if the Secret exists.
   */
  state?: "absent" | "incomplete" | "unusable" | "mismatched" | "expired" | "unreadable";
  certificate?: PublicCertificate;
  /** The Certificate of cert-manager that it belongs to. */
  certManager?: { certificate: string; issuer: string; issuerKind: string; ownsSecret: boolean };
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

/** What the checks look at: each list, and the type of its entries. */
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
 * Everything that the checks look at, as it was at one moment. Objects don't change afterwards, so whoever has seen one
 * doesn't look at it again.
 */
export interface MeshSnapshot extends Lists {
  /** Set if a Secret that isn't in `secrets` may exist; then checks say nothing about it. */
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
