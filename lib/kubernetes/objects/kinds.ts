import type {
  V1DaemonSetSpec,
  V1DaemonSetStatus,
  V1StatefulSetSpec,
  V1StatefulSetStatus,
} from "@kubernetes/client-node";
import type * as istioObjects from "@/lib/model/istio-objects";
import type * as objects from "@/lib/model/object";
import type { Json, KubernetesObject } from "@/lib/model/object";
import type { SecretObject } from "./secret-object";

/** As the API server stores it, which accepts an object without a spec. */
type Stored<Written extends { spec: unknown }> = Omit<Written, "spec"> & Partial<Pick<Written, "spec">>;

export interface NamespaceObject extends KubernetesObject {
  status?: { phase?: string };
}
export type ServiceObject = Stored<objects.ServiceObject>;
export type DeploymentObject = Stored<objects.DeploymentObject>;
export interface DaemonSetObject extends KubernetesObject {
  spec?: Json<V1DaemonSetSpec>;
  status?: Json<V1DaemonSetStatus>;
}
export interface StatefulSetObject extends KubernetesObject {
  spec?: Json<V1StatefulSetSpec>;
  status?: Json<V1StatefulSetStatus>;
}
export type WorkloadObject = DeploymentObject | DaemonSetObject | StatefulSetObject;
export type GatewayObject = Stored<istioObjects.GatewayObject>;
export type VirtualServiceObject = Stored<istioObjects.VirtualServiceObject>;
export type DestinationRuleObject = Stored<istioObjects.DestinationRuleObject>;
export type ServiceEntryObject = Stored<istioObjects.ServiceEntryObject>;

export interface ObjectOfKind {
  Namespace: NamespaceObject;
  Service: ServiceObject;
  Deployment: DeploymentObject;
  DaemonSet: DaemonSetObject;
  StatefulSet: StatefulSetObject;
  Secret: SecretObject;
  Gateway: GatewayObject;
  VirtualService: VirtualServiceObject;
  DestinationRule: DestinationRuleObject;
  ServiceEntry: ServiceEntryObject;
}

export type Kind = keyof ObjectOfKind;

export interface Resource {
  /** "" is the core group. */
  group: string;
  version: string;
  plural: string;
  namespaced: boolean;
}

const istio = { group: "networking.istio.io", version: "v1", namespaced: true } as const;

/** Every kind that Lamia watches, and where the API server has it. */
export const kinds = {
  Namespace: { group: "", version: "v1", plural: "namespaces", namespaced: false },
  Service: { group: "", version: "v1", plural: "services", namespaced: true },
  Deployment: { group: "apps", version: "v1", plural: "deployments", namespaced: true },
  DaemonSet: { group: "apps", version: "v1", plural: "daemonsets", namespaced: true },
  StatefulSet: { group: "apps", version: "v1", plural: "statefulsets", namespaced: true },
  Secret: { group: "", version: "v1", plural: "secrets", namespaced: true },
  Gateway: { ...istio, plural: "gateways" },
  VirtualService: { ...istio, plural: "virtualservices" },
  DestinationRule: { ...istio, plural: "destinationrules" },
  ServiceEntry: { ...istio, plural: "serviceentries" },
} as const satisfies Record<Kind, Resource>;

export const kindNames = Object.keys(kinds) as Kind[];

export function isKind(kind: string): kind is Kind {
  return Object.hasOwn(kinds, kind);
}

export function apiVersionOf(resource: Resource): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}

/** As RBAC and kubectl name it, such as `gateways.networking.istio.io`. */
export function qualifiedName(resource: Pick<Resource, "group" | "plural">): string {
  return resource.group === "" ? resource.plural : `${resource.plural}.${resource.group}`;
}
