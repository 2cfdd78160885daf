/** The part of Kubernetes' ObjectMeta that Lamia reads; every field but the name may be missing. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  resourceVersion?: string;
  uid?: string;
  generation?: number;
  creationTimestamp?: string | Date;
}

/** A Kubernetes object of any kind, as it is written in YAML. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}
