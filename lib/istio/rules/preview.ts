import type {
  DestinationRuleObject,
  GatewayObject,
  ServiceEntryObject,
  VirtualServiceObject,
} from "@/lib/model/istio-objects";
import type { DeploymentObject, KubernetesObject, ServiceObject } from "@/lib/model/object";
import type { CheckedMesh } from "./checked-mesh";
import type { Finding } from "./finding";
import { type MeshSnapshot, type Workload, workloadOf } from "./mesh/snapshot";
export type CheckedObject =
  | GatewayObject
  | VirtualServiceObject
  | DestinationRuleObject
  | ServiceEntryObject
  | ServiceObject
  | DeploymentObject;

export interface Change {
  apply?: CheckedObject[];
  remove?: { kind: CheckedObject["kind"]; namespace: string; name: string }[];
}

export interface Preview {
  /** Findings that the change would cause, in any object. */
  appearing: Finding[];
  /** Findings that the change would fix. */
  disappearing: Finding[];
  /** All findings of the objects applied. */
  ofChanged: Finding[];
}

/** How a change would affect the findings, before it is made. Afterwards the mesh is that of the snapshot again. */
export function previewChange(mesh: CheckedMesh, snapshot: MeshSnapshot, change: Change): Preview {
  mesh.update(snapshot);
  try {
    const differences = mesh.update(withChange(snapshot, change));
    return {
      appearing: differences.flatMap(({ before, after }) => missingIn(before, after)),
      disappearing: differences.flatMap(({ before, after }) => missingIn(after, before)),
      ofChanged: (change.apply ?? []).flatMap(({ kind, metadata: { namespace = "", name } }) => [
        ...mesh.findingsOf({ kind, namespace, name }),
      ]),
    };
  } finally {
    mesh.update(snapshot);
  }
}

function missingIn(others: readonly Finding[], findings: readonly Finding[]): readonly Finding[] {
  const known = new Set(others.map(identity));
  return findings.filter((finding) => !known.has(identity(finding)));
}

/** The snapshot as it would be after the change. */
function withChange(snapshot: MeshSnapshot, { apply = [], remove = [] }: Change): MeshSnapshot {
  const gone = new Set(remove.map((object) => reference(object.kind, object)));
  const applied = new Map(apply.map((object) => [reference(object.kind, object.metadata), object]));
  const kinds = new Set([...apply, ...remove].map(({ kind }) => kind));
  const changedList = <T, Applied extends CheckedObject>(
    kind: Applied["kind"],
    list: T[],
    place: (entry: T) => Place,
    entryOf: (object: Applied) => T,
  ): T[] => {
    if (!kinds.has(kind)) return list;
    const known = new Set(list.map((entry) => reference(kind, place(entry))));
    const added = [...applied].filter(([key, object]) => object.kind === kind && !known.has(key));
    const current = list.filter((entry) => !gone.has(reference(kind, place(entry))));
    return [
      ...current.map((entry) => {
        const object = applied.get(reference(kind, place(entry)));
        return object ? entryOf(object as Applied) : entry;
      }),
      ...added.map(([, object]) => entryOf(object as Applied)),
    ];
  };
  const changed = <T extends CheckedObject>(kind: T["kind"], list: T[]): T[] =>
    changedList<T, T>(
      kind,
      list,
      ({ metadata }) => metadata,
      (object) => object,
    );
  return {
    ...snapshot,
    gateways: changed("Gateway", snapshot.gateways),
    virtualServices: changed("VirtualService", snapshot.virtualServices),
    destinationRules: changed("DestinationRule", snapshot.destinationRules),
    serviceEntries: changed("ServiceEntry", snapshot.serviceEntries),
    services: changed("Service", snapshot.services),
    workloads: changedList<Workload, DeploymentObject>(
      "Deployment",
      snapshot.workloads,
      (workload) => workload,
      workloadOf,
    ),
  };
}

type Place = Pick<KubernetesObject["metadata"], "namespace" | "name">;

function reference(kind: string, { namespace, name }: Place) {
  return `${kind} ${namespace ?? ""}/${name}`;
}

function identity({ check, path, message }: Finding): string {
  return [check, path.join("."), message].join(" ");
}
