import { same } from "@/lib/istio/edit/merge-edits";
import type { ServiceEntryObject } from "@/lib/model/istio-objects";
import {
  type AnyCheck,
  byIdOfOneObject,
  type Check,
  createTally,
  type Finding,
  type ObjectReference,
  type SubjectKind,
  type Subjects,
  severities,
  type Tally,
} from "./finding";
import { keyOf } from "./mesh/indexes";
import { type Computed, createLookups, saysSomething } from "./mesh/lookups";
import { type Mesh, meshOf } from "./mesh/mesh";
import { type ListName, listNames, type MeshLists, type MeshSnapshot } from "./mesh/snapshot";
import { wellFormed } from "./mesh/well-formed";

/** The findings in a mesh that changes: after a change, only what it may affect is checked again. */
export interface CheckedMesh {
  /** For lookups like those of the checks. */
  mesh: Mesh;
  /**
   * The mesh is now that of the snapshot. Returns the objects whose findings have changed. If lists keep their order, this
   * costs only what has changed.
   */
  update(snapshot: MeshSnapshot): Difference[];
  /**
   * The same, a little with each step, for callers that have other work to do in between. Until the last step, or until
   * another update, which first takes the remaining steps, mesh and findings are partly those of this snapshot and partly
   * older.
   */
  updateInSteps(snapshot: MeshSnapshot): Steps;
  /** Sorted by `findingId`: errors first, then by object. The same array until a finding changes. */
  findings(): readonly Finding[];
  findingsOf(object: ObjectReference): readonly Finding[];
  /** The number of findings, kept up to date with each change. */
  tally(): Tally;
}

export type Steps = Generator<undefined, Difference[]>;

interface Difference {
  before: readonly Finding[];
  after: readonly Finding[];
}

/** An object that has checks, and their findings. */
interface Subject {
  kind: SubjectKind;
  object: Subjects[SubjectKind];
  reference: ObjectReference;
  computed: Computed;
  findings: readonly Finding[];
}

/** An object of a list. */
interface Member {
  /** As it is in the indexes. */
  indexed: MeshLists[ListName];
  /** As it was last seen; may differ in parts that no check looks at. */
  latest: MeshLists[ListName];
  subject: Subject | null;
}

const subjectKinds: Partial<Record<ListName, SubjectKind>> = {
  gateways: "Gateway",
  virtualServices: "VirtualService",
  destinationRules: "DestinationRule",
  serviceEntries: "ServiceEntry",
  services: "Service",
  namespaces: "Namespace",
};
const listOfKind = new Map(
  Object.entries(subjectKinds).map(([list, kind]) => [kind as string, list as ListName]),
);
const nothing: readonly Finding[] = [];

/** With `isFixed`, it can't be updated, and costs less. */
export function checkedMesh(
  checks: readonly AnyCheck[],
  first: MeshSnapshot,
  { isFixed = false } = {},
): CheckedMesh {
  const lookups = createLookups({ isFixed });
  const mesh = meshOf(lookups, first.onlyOwnSecrets);
  const checksOf = Map.groupBy(checks, ({ of }): SubjectKind => of);
  const lists = new Map<ListName, readonly MeshLists[ListName][]>();
  const members = new Map(listNames.map((name) => [name as ListName, new Map<string, Member>()]));
  const due = new Set<Subject>();
  const tally = createTally();
  let ordered: Subject[] | null = null;
  let all: readonly Finding[] | null = null;
  let underWay: Steps | null = null;

  function add(list: ListName, object: MeshLists[ListName]): Member {
    lookups.put(list, object);
    const kind = subjectKinds[list];
    const subject = kind ? subjectOf(kind, object as Subjects[SubjectKind], due) : null;
    if (subject) {
      due.add(subject);
      ordered = null;
    }
    return { indexed: object, latest: object, subject };
  }

  function replace(list: ListName, member: Member, object: MeshLists[ListName]): void {
    lookups.remove(list, member.indexed);
    lookups.put(list, object);
    member.indexed = object;
    if (!member.subject) return;
    member.subject.object = object as Subjects[SubjectKind];
    due.add(member.subject);
  }

  /** Stores its current findings. */
  function found(subject: Subject, after: readonly Finding[]): Difference[] {
    const before = subject.findings;
    if (same(before, after)) return [];
    subject.findings = after;
    tally.replace(before, after);
    all = null;
    return [{ before, after }];
  }

  function remove(list: ListName, { indexed, subject }: Member): Difference[] {
    lookups.remove(list, indexed);
    if (!subject) return [];
    lookups.forget(subject.computed);
    due.delete(subject);
    ordered = null;
    return found(subject, nothing);
  }

  function* updateList(name: ListName, list: readonly MeshLists[ListName][]): Steps {
    const before = lists.get(name) ?? [];
    if (before === list) return [];
    lists.set(name, list);
    const known = members.get(name) ?? new Map<string, Member>();
    const { old, fresh } = differing(before, list);
    const kept = new Set<string>();
    for (const each of fresh) {
      if (!saysSomething(each)) continue;
      const object = wellFormed(name, each);
      const key = placeOf(object);
      kept.add(key);
      const member = known.get(key);
      if (!member) known.set(key, add(name, object));
      else {
        if (member.latest !== object && !isAlike(member.indexed, object)) replace(name, member, object);
        member.latest = object;
      }
      yield;
    }
    const differences: Difference[] = [];
    for (const object of old) {
      const key = placeOf(wellFormed(name, object));
      const member = known.get(key);
      if (!member || kept.has(key)) continue;
      known.delete(key);
      differences.push(...remove(name, member));
      yield;
    }
    return differences;
  }

  function check(subject: Subject): readonly Finding[] {
    return lookups.compute(subject.computed, () => {
      const each: Finding[] = [];
      for (const { id, code, run } of checksOf.get(subject.kind) ?? [])
        for (const finding of (run as Check<SubjectKind>["run"])(subject.object, mesh))
          each.push({ code, ...finding, check: id, object: subject.reference });
      return each.sort(byIdOfOneObject);
    });
  }

  function* steps(snapshot: MeshSnapshot): Steps {
    const differences: Difference[] = [];
    for (const name of listNames) differences.push(...(yield* updateList(name, snapshot[name])));
    for (const subject of due) {
      differences.push(...found(subject, check(subject)));
      due.delete(subject);
      yield;
    }
    underWay = null;
    return differences;
  }

  function updateInSteps(snapshot: MeshSnapshot): Steps {
    if (underWay) takeAll(underWay);
    underWay = steps(snapshot);
    return underWay;
  }

  function allFindings(): readonly Finding[] {
    ordered ??= [...members.values()]
      .flatMap((known) => [...known.values()].flatMap(({ subject }) => subject ?? []))
      .sort(byPlace);
    const listed = ordered.flatMap(({ findings }) => findings);
    return severities.flatMap((severity) => listed.filter((finding) => finding.severity === severity));
  }

  takeAll(updateInSteps(first));
  return {
    mesh,
    update: (snapshot) => takeAll(updateInSteps(snapshot)),
    updateInSteps,
    tally: () => tally.now(),
    findings() {
      all ??= allFindings();
      return all;
    },
    findingsOf: ({ kind, ...place }) => {
      const list = listOfKind.get(kind);
      return (list && members.get(list)?.get(keyOf(place))?.subject?.findings) ?? nothing;
    },
  };
}

function takeAll(steps: Steps): Difference[] {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function placeOf(object: MeshLists[ListName]): string {
  return "metadata" in object ? keyOf(object.metadata) : keyOf(object);
}

/** What two lists don't have in common at their start and end: little, after a change of one object. */
function differing<Item>(before: readonly Item[], list: readonly Item[]): { old: Item[]; fresh: Item[] } {
  const shorter = Math.min(before.length, list.length);
  let start = 0;
  while (start < shorter && before[start] === list[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === list.at(-1 - end)) end++;
  return { old: before.slice(start, before.length - end), fresh: list.slice(start, list.length - end) };
}

function subjectOf(kind: SubjectKind, object: Subjects[SubjectKind], due: Set<Subject>): Subject {
  const { namespace = "", name } = "metadata" in object ? object.metadata : { name: object.name };
  const subject: Subject = {
    kind,
    object,
    reference: { kind, namespace, name },
    computed: { type: "computed", outdated: () => void due.add(subject) },
    findings: nothing,
  };
  return subject;
}

/** In the order of lists of findings. */
function byPlace({ reference: one }: Subject, { reference: other }: Subject): number {
  if (one.namespace !== other.namespace) return one.namespace < other.namespace ? -1 : 1;
  if (one.kind !== other.kind) return one.kind < other.kind ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}

/**
 * Whether both are the same for every check: labels and versions may differ, and so may the status, except that of a
 * ServiceEntry.
 */
function isAlike(one: MeshLists[ListName], other: MeshLists[ListName]): boolean {
  if (!("metadata" in one) || !("metadata" in other)) return same(one, other);
  return (
    same(one.spec, other.spec) &&
    same(addressesOf(one), addressesOf(other)) &&
    same(one.metadata.annotations, other.metadata.annotations) &&
    same(one.metadata.creationTimestamp, other.metadata.creationTimestamp)
  );
}

function addressesOf(object: object): unknown {
  return "status" in object ? (object as ServiceEntryObject).status?.addresses : undefined;
}
