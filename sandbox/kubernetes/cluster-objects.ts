/** A stored Kubernetes object as JSON; the API server's own view, resourceVersion included. */
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
 * The sandbox's controllers (load balancers, ingress) read and write the API server's objects in process,
 * so that what is counted on the wire is the panel's own traffic.
 */
export interface ClusterObjects {
  /** All objects of the kind, of one namespace when given, sorted by namespace and name. */
  list(resource: ResourceName, namespace?: string): StoredObject[];
  get(resource: ResourceName, namespace: string | undefined, name: string): StoredObject | undefined;
  /** Creates or replaces by (namespace, name), keeping uid and creationTimestamp; sends watch events. */
  put(resource: ResourceName, object: unknown): StoredObject;
  remove(resource: ResourceName, namespace: string | undefined, name: string): void;
  /** Called after each stored change, in order. Returns the function that stops it. */
  onChange(listener: (change: ObjectChange) => void): () => void;
}

/** How an object is written in process: who is recorded as its writer. */
export interface PutOptions {
  /** Field manager; the control plane's own unless said otherwise. */
  manager?: string;
  subresource?: "status";
}

/** The view of the cluster that controllers, seeds and the ingress work with. */
export interface WritableClusterObjects extends ClusterObjects {
  put(resource: ResourceName, object: unknown, options?: PutOptions): ReturnType<ClusterObjects["put"]>;
}
