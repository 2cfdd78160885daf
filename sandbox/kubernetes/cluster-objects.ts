/** A stored Kubernetes object as JSON, as the API server sees it, with its resourceVersion. */
export interface StoredObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    resourceVersion: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    creationTimestamp: string;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

export interface ResourceName {
  /** "" is the core group. */
  group: string;
  /** e.g. "secrets", "gateways". */
  plural: string;
}

export interface ObjectChange {
  type: "ADDED" | "MODIFIED" | "DELETED";
  resource: ResourceName;
  object: StoredObject;
}

/**
 * How the sandbox's controllers (load balancers, ingress) read and write objects in process, so that the counts on
 * the wire cover only the panel's traffic.
 */
export interface ClusterObjects {
  /** All objects of the kind, or of one namespace, sorted by namespace and name. */
  list(resource: ResourceName, namespace?: string): StoredObject[];
  get(resource: ResourceName, namespace: string | undefined, name: string): StoredObject | undefined;
  /** Creates or replaces by (namespace, name), keeps uid and creationTimestamp, and sends watch events. */
  put(resource: ResourceName, object: unknown): StoredObject;
  remove(resource: ResourceName, namespace: string | undefined, name: string): void;
  /** Calls back after each stored change, in order. Returns the function that stops it. */
  onChange(listener: (change: ObjectChange) => void): () => void;
}

/** Who is recorded as the writer of an object written in process. */
export interface PutOptions {
  /** Field manager; default: the control plane's. */
  manager?: string;
  subresource?: "status";
}

/** The view of the cluster for controllers, seeds and the ingress. */
export interface WritableClusterObjects extends ClusterObjects {
  put(resource: ResourceName, object: unknown, options?: PutOptions): ReturnType<ClusterObjects["put"]>;
}
