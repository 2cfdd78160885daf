/**
 * Objects as in the API server's JSON. The classes of @kubernetes/client-node have a `Date` where JSON has a string, because
 * its generated client converts them; we read JSON as it is.
 */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  /** RFC 3339, like all times in an object. */
  creationTimestamp?: string;
  /** Set while finalizers delay the deletion of the object. */
  deletionTimestamp?: string;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: ManagedFields[];
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid?: string | undefined;
  /** It made the object, and makes it again. */
  controller?: boolean;
}

/**
 * Who owns which fields: https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export interface ManagedFields {
  manager?: string;
  operation?: "Apply" | "Update";
  apiVersion?: string;
  time?: string;
  subresource?: string;
  fieldsV1?: Record<string, unknown>;
}

export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** The JSON of a type that has Dates. */
export type Json<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? Json<Item>[]
    : T extends object
      ? { [Key in keyof T]: Json<T[Key]> }
      : T;

export interface ServicePort {
  port: number;
  name?: string;
  protocol?: string;
  appProtocol?: string;
  targetPort?: number | string;
  [field: string]: unknown;
}

/** core/v1 Service, as much of it as Lamia reads and writes. */
export interface ServiceObject {
  apiVersion: string;
  kind: "Service";
  metadata: ObjectMeta;
  spec: {
    selector?: Record<string, string>;
    ports?: ServicePort[];
    type?: string;
    externalName?: string;
    externalIPs?: string[];
  };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

export interface ContainerPort {
  containerPort: number;
  name?: string;
  protocol?: string;
  [field: string]: unknown;
}

export interface Variable {
  name: string;
  value?: string;
  valueFrom?: unknown;
}

export interface Container {
  name: string;
  image?: string;
  ports?: ContainerPort[];
  env?: Variable[];
  [field: string]: unknown;
}

/** apps/v1 Deployment, as much of it as Lamia reads and writes. */
export interface DeploymentObject {
  apiVersion: string;
  kind: "Deployment";
  metadata: ObjectMeta;
  spec: {
    replicas?: number;
    selector?: { matchLabels?: Record<string, string> };
    template: { metadata?: { labels?: Record<string, string> }; spec?: { containers?: Container[] } };
  };
  status?: {
    observedGeneration?: number;
    readyReplicas?: number;
    updatedReplicas?: number;
    availableReplicas?: number;
    conditions?: DeploymentCondition[];
  };
}

interface DeploymentCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}
