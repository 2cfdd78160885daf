import type { DestinationRuleObject } from "../destination-rule/object";
import type { GatewayObject } from "../gateway/object";
import type { ServiceObject } from "../service/object";
import type { ServiceEntryObject } from "../service-entry/object";
import type { VirtualServiceObject } from "../virtual-service/object";

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
  certificate?: { names: string[]; serial?: string };
}

export interface NamespaceSummary {
  name: string;
  labels: Record<string, string>;
}

/** All that the checks look at, as it stood at one moment. */
export interface MeshSnapshot {
  namespaces: NamespaceSummary[];
  gateways: GatewayObject[];
  virtualServices: VirtualServiceObject[];
  destinationRules: DestinationRuleObject[];
  serviceEntries: ServiceEntryObject[];
  services: ServiceObject[];
  workloads: Workload[];
  secrets: SecretSummary[];
  /** Set when `secrets` holds Lamia's own only: then nothing is said of credentials that others made. */
  onlyOwnSecrets?: true;
}
