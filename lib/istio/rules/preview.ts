import type { DestinationRuleObject } from "../destination-rule/object";
import type { GatewayObject } from "../gateway/object";
import type { KubernetesObject } from "../object-meta";
import type { ServiceObject } from "../service/object";
import type { ServiceEntryObject } from "../service-entry/object";
import type { VirtualServiceObject } from "../virtual-service/object";
import type { CheckedMesh } from "./checked-mesh";
import type { Finding } from "./finding";
import type { MeshSnapshot } from "./snapshot";

export type CheckedObject =
  | GatewayObject
  | VirtualServiceObject
  | DestinationRuleObject
  | ServiceEntryObject
  | ServiceObject;

export interface Change {
  apply?: CheckedObject[];
  remove?: { kind: CheckedObject["kind"]; namespace: string; name: string }[];
}

export interface Preview {
  /** What the change would bring about, in any object. */
  appearing: Finding[];
  /** What the change would put right. */
  disappearing: Finding[];
  /** All findings of the objects applied. */
  ofChanged: Finding[];
}

/** What a change would do to the findings, before it is made. The mesh is as in the snapshot afterwards. */
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
export function withChange(snapshot: MeshSnapshot, { apply = [], remove = [] }: Change): MeshSnapshot {
  const gone = new Set(remove.map((object) => reference(object.kind, object)));
  const applied = new Map(apply.map((object) => [reference(object.kind, object.metadata), object]));
  const kinds = new Set([...apply, ...remove].map(({ kind }) => kind));
  const changed = <T extends CheckedObject>(kind: T["kind"], list: T[]): T[] => {
    if (!kinds.has(kind)) return list;
    const known = new Set(list.map(({ metadata }) => reference(kind, metadata)));
    const added = [...applied].filter(([key, object]) => object.kind === kind && !known.has(key));
    const standing = list.filter(({ metadata }) => !gone.has(reference(kind, metadata)));
    return [
      ...standing.map((object) => (applied.get(reference(kind, object.metadata)) as T | undefined) ?? object),
      ...added.map(([, object]) => object as T),
    ];
  };
  return {
    ...snapshot,
    gateways: changed("Gateway", snapshot.gateways),
    virtualServices: changed("VirtualService", snapshot.virtualServices),
    destinationRules: changed("DestinationRule", snapshot.destinationRules),
    serviceEntries: changed("ServiceEntry", snapshot.serviceEntries),
    services: changed("Service", snapshot.services),
  };
}

function reference(
  kind: string,
  { namespace, name }: Pick<KubernetesObject["metadata"], "namespace" | "name">,
) {
  return `${kind} ${namespace ?? ""}/${name}`;
}

function identity({ check, path, message }: Finding): string {
  return [check, path.join("."), message].join(" ");
}
