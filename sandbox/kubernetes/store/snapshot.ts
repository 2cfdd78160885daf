import { readFile, rename, writeFile } from "node:fs/promises";
import type { ResourceName, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { isRecord } from "@/sandbox/kubernetes/json/values";
import type { ObjectStore } from "./object-store";
import { entryText } from "./shelf";

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

const quietMilliseconds = 250;

/**
 * Saves the store a moment after it changes. The wait grows with how long a save takes, so that a busy
 * cluster of many objects spends little of its time on it. Returns the function that saves a last time.
 */
export function keepSnapshot(
  file: string,
  store: ObjectStore,
  extras: () => SnapshotExtras,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<void> = Promise.resolve();
  let lastMilliseconds = 0;
  let isDirty = true;

  const save = async (): Promise<void> => {
    timer = undefined;
    if (!isDirty) return;
    isDirty = false;
    const start = performance.now();
    await saveSnapshot(file, store, extras());
    lastMilliseconds = performance.now() - start;
  };
  const schedule = (): void => {
    isDirty = true;
    timer ??= setTimeout(
      () => {
        saving = saving.then(save).catch((error: unknown) => {
          console.error("the cluster's snapshot could not be written:", error);
        });
      },
      quietMilliseconds + 10 * lastMilliseconds,
    );
  };
  const stop = store.subscribe(schedule);
  return async () => {
    stop();
    clearTimeout(timer);
    await saving;
    await save();
  };
}
