import { readFile, rename, writeFile } from "node:fs/promises";
import type { ResourceName, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import { entryText } from "./entry";
import type { ObjectStore } from "./object-store";

/** What survives a restart beside the objects. */
export interface SnapshotExtras {
  /** Load balancer addresses by `namespace/name` of their Service. */
  addresses: Record<string, string>;
  /** Pod logs by uid. */
  logs: Record<string, string>;
}

/**
 * After a restart versions go on from here above the last ones saved: what was stored in the moment before
 * a crash is lost, so its versions must never be given again.
 */
const versionGap = 100_000;

/** Reads a snapshot into the empty store; null when there is none. Throws when the file cannot be read as one. */
export async function loadSnapshot(file: string, store: ObjectStore): Promise<SnapshotExtras | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (isRecord(error) && error.code === "ENOENT") return null;
    throw error;
  }
  const snapshot = JSON.parse(text) as {
    version: number;
    extras: SnapshotExtras;
    resources: { resource: ResourceName; objects: StoredObject[] }[];
  };
  for (const { resource, objects } of snapshot.resources) {
    for (const object of objects) store.restore(resource, object);
  }
  store.startFrom(snapshot.version + versionGap);
  return snapshot.extras;
}

/** Writes the snapshot beside the file and moves it there, so that a crash leaves the old one whole. */
export async function saveSnapshot(file: string, store: ObjectStore, extras: SnapshotExtras): Promise<void> {
  const resources = store.resources().map((resource) => {
    const objects = [...store.range(resource)].map(entryText).join(",\n");
    return `{"resource":${JSON.stringify(resource)},"objects":[${objects}]}`;
  });
  const head = `{"version":${store.version()},"extras":${JSON.stringify(extras)}`;
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, `${head},"resources":[\n${resources.join(",\n")}\n]}\n`, { mode: 0o600 });
  await rename(draft, file);
}
