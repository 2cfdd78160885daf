import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";

/** A stored object, never changed after it is stored, with its JSON made once. */
export interface Entry {
  readonly object: StoredObject;
  readonly version: number;
  text?: string;
}

/** The object as JSON; `apiVersion` and `kind` come first, which lists and versions rely on. */
export function entryText(entry: Entry): string {
  entry.text ??= JSON.stringify(entry.object);
  return entry.text;
}

/** Orders objects as etcd's keys do: by namespace, then by name. */
export function entryKey(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
