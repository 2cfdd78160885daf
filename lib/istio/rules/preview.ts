import type { DestinationRuleObject } from "../destination-rule/object";
import type { GatewayObject } from "../gateway/object";
import type { KubernetesObject } from "../object-meta";
import type { ServiceObject } from "../service/object";
import type { ServiceEntryObject } from "../service-entry/object";
import type { VirtualServiceObject } from "../virtual-service/object";
import type { Finding } from "./finding";
import { runChecks } from "./index";
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

/** What a change would do to the findings, before it is made. */
export function previewChange(snapshot: MeshSnapshot, change: Change): Preview {
  const before = runChecks(snapshot);
  const after = runChecks(withChange(snapshot, change));
  const known = new Set(before.map(identity));
  const left = new Set(after.map(identity));
  const changed = new Set((change.apply ?? []).map((object) => reference(object.kind, object.metadata)));
  return {
    appearing: after.filter((finding) => !known.has(identity(finding))),
    disappearing: before.filter((finding) => !left.has(identity(finding))),
    ofChanged: after.filter(({ object }) => changed.has(reference(object.kind, object))),
  };
}

/** The snapshot as it would be after the change. */
export function withChange(snapshot: MeshSnapshot, { apply = [], remove = [] }: Change): MeshSnapshot {
  const gone = new Set([
    ...apply.map((object) => reference(object.kind, object.metadata)),
    ...remove.map((object) => reference(object.kind, object)),
  ]);
  const changed = <T extends CheckedObject>(kind: T["kind"], list: T[]): T[] => [
    ...list.filter((object) => !gone.has(reference(kind, object.metadata))),
    ...apply.filter((object): object is T => object.kind === kind),
  ];
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

function identity({ check, object, path, message }: Finding): string {
  return [check, object.kind, object.namespace, object.name, path.join("."), message].join(" ");
}
