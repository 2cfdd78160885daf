import type { KubernetesObject } from "../object-meta";
import type { MeshIndex } from "./mesh-index";

export type Severity = "error" | "warning" | "info";

export interface ObjectReference {
  kind: string;
  namespace: string;
  name: string;
}

/** Something wrong, or worth knowing, about one object of the cluster. */
export interface Finding {
  /** Istio's own code where its analyzers have one (`IST…`), else `LAM…`. */
  code: string;
  /** The check that found it, as in the table of checks. */
  check: string;
  severity: Severity;
  object: ObjectReference;
  /** Place in the object, such as `["spec", "servers", 0, "port", "number"]`. */
  path: (string | number)[];
  message: string;
  /** What a person can do about it. */
  remedy: string;
}

/**
 * What a check answers: the table adds the check's name, and its code where the finding has none of its own.
 */
export type FoundByCheck = Omit<Finding, "check" | "code"> & { code?: string };

/** A pure look at the whole mesh for one kind of mistake. */
export interface Check {
  id: string;
  code: string;
  title: string;
  run(mesh: MeshIndex): FoundByCheck[];
}

export function referenceTo({ kind, metadata }: KubernetesObject): ObjectReference {
  return { kind, namespace: metadata.namespace ?? "", name: metadata.name };
}
