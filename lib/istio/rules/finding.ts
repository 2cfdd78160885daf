import type { DestinationRuleObject } from "../destination-rule/object";
import type { GatewayObject } from "../gateway/object";
import type { ServiceObject } from "../service/object";
import type { ServiceEntryObject } from "../service-entry/object";
import type { VirtualServiceObject } from "../virtual-service/object";
import type { Mesh } from "./mesh";
import type { NamespaceSummary } from "./snapshot";

/** The worst first. */
export const severities = ["error", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

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

/** What a check answers: the rest is known from the check (its code, unless it names another) and from the object. */
export type FoundByCheck = Omit<Finding, "check" | "code" | "object"> & { code?: string };

/** The kinds that checks are about. */
export interface Subjects {
  Gateway: GatewayObject;
  VirtualService: VirtualServiceObject;
  DestinationRule: DestinationRuleObject;
  ServiceEntry: ServiceEntryObject;
  Service: ServiceObject;
  Namespace: NamespaceSummary;
}

export type SubjectKind = keyof Subjects;

/**
 * A look at one object for one kind of mistake. Pure: the answer depends on the object and on what it asks of the mesh,
 * so that it is asked anew when, and only when, one of these is no longer as it was.
 */
export interface Check<Kind extends SubjectKind> {
  id: string;
  code: string;
  title: string;
  /** Titles of the other codes that its findings may have. */
  also?: Readonly<Record<string, string>>;
  /** The kind of object that it is about. */
  of: Kind;
  run(object: Subjects[Kind], mesh: Mesh): FoundByCheck[];
}

export type AnyCheck = { [Kind in SubjectKind]: Check<Kind> }[SubjectKind];

export function referenceTo({
  kind,
  metadata,
}: {
  kind: string;
  metadata: { name: string; namespace?: string };
}): ObjectReference {
  return { kind, namespace: metadata.namespace ?? "", name: metadata.name };
}
