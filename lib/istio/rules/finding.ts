import type {
  DestinationRuleObject,
  GatewayObject,
  ServiceEntryObject,
  VirtualServiceObject,
} from "@/lib/model/istio-objects";
import type { ServiceObject } from "@/lib/model/object";
import type { Mesh } from "./mesh/mesh";
import type { NamespaceSummary } from "./mesh/snapshot";

/** The worst one first. */
export const severities = ["error", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

export interface ObjectReference {
  kind: string;
  namespace: string;
  name: string;
}

/** Something wrong, or worth knowing, about one object of the cluster. */
export interface Finding {
  /** Istio's own code if its analyzers have one (`IST…`), otherwise `LAM…`. */
  code: string;
  /** The check that found it, as in the table of checks. */
  check: string;
  severity: Severity;
  object: ObjectReference;
  /** Place in the object, such as `["spec", "servers", 0, "port", "number"]`. */
  path: (string | number)[];
  message: string;
  /** What you can do about it. */
  remedy: string;
}

/** What a check returns. The rest comes from the check (its code, unless the result has another one) and from the object. */
export type FoundByCheck = Omit<Finding, "check" | "code" | "object"> & { code?: string };

/** The kinds that have checks. */
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
 * Checks one object for one kind of mistake. Pure: the result depends on the object and on what the check asks the mesh, so
 * it runs again only when one of these has changed.
 */
export interface Check<Kind extends SubjectKind> {
  id: string;
  code: string;
  title: string;
  /** Titles of the other codes that its findings can have. */
  also?: Readonly<Record<string, string>>;
  /** The kind of object that it checks. */
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

/** A finding remains the same object as long as it exists. */
const known = new WeakMap<Finding, string>();

/**
 * Identifies a finding, for as long as it exists. These texts sort like lists of findings: errors first, then by object, then
 * by code.
 */
export function findingId(finding: Finding): string {
  const kept = known.get(finding);
  if (kept !== undefined) return kept;
  const { severity, object, code, check, path, message } = finding;
  const { namespace, kind, name } = object;
  const rank = severities.indexOf(severity);
  const id = [rank, namespace, kind, name, code, check, path.join("."), message].join(" ");
  known.set(finding, id);
  return id;
}

/** Sorts the findings of one object in the order of their IDs without building these, because few of them are ever needed. */
export function byIdOfOneObject(one: Finding, other: Finding): number {
  return (
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    order(one.code, other.code) ||
    order(one.check, other.check) ||
    order(one.path.join("."), other.path.join(".")) ||
    order(one.message, other.message)
  );
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** What is wrong and what to do. */
export function findingText({ message, remedy }: Pick<Finding, "message" | "remedy">): string {
  return `${message} ${remedy}`;
}

/** How many findings there are. */
export interface Tally {
  severities: Readonly<Record<Severity, number>>;
  /** For each code that occurs. */
  codes: ReadonlyMap<string, number>;
}

/** Counts each change of the findings, so that nobody has to count all of them. */
export function createTally() {
  const severities = { error: 0, warning: 0, info: 0 };
  const codes = new Map<string, number>();

  function add({ severity, code }: Finding, by: 1 | -1): void {
    severities[severity] += by;
    const count = (codes.get(code) ?? 0) + by;
    if (count > 0) codes.set(code, count);
    else codes.delete(code);
  }

  return {
    now: (): Tally => ({ severities, codes }),
    replace(before: readonly Finding[], after: readonly Finding[]): void {
      for (const finding of before) add(finding, -1);
      for (const finding of after) add(finding, 1);
    },
  };
}

/** The same for a list of findings. */
export function tallyOf(findings: readonly Finding[]): Tally {
  const tally = createTally();
  tally.replace([], findings);
  return tally.now();
}
