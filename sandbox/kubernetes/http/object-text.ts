import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import {
  groupVersion,
  objectIn,
  type ResourceType,
  storageVersion,
} from "@/sandbox/kubernetes/resources/resource-type";
import { type Entry, entryText } from "@/sandbox/kubernetes/store/shelf";

/** The object's JSON under the version that was asked for. */
export function objectText(entry: Entry, type: ResourceType, version: string): string {
  const stored = storageVersion(type);
  const wanted = groupVersion(type.group, version);
  if (type.convert && stored !== wanted) {
    return JSON.stringify(objectIn(type, version, entry.object as unknown as Record<string, unknown>));
  }
  const text = entryText(entry);
  return stored === wanted ? text : text.replace(`{"apiVersion":"${stored}"`, `{"apiVersion":"${wanted}"`);
}

/** The object as an item of a list: those of built-in kinds carry neither apiVersion nor kind there. */
export function itemText(entry: Entry, type: ResourceType, version: string): string {
  const text = objectText(entry, type, version);
  if (type.custom) return text;
  const head = `{"apiVersion":"${groupVersion(type.group, version)}","kind":"${type.kind}",`;
  return text.startsWith(head) ? `{${text.slice(head.length)}` : text;
}

export function partialMetadata(object: StoredObject): Record<string, unknown> {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
}
