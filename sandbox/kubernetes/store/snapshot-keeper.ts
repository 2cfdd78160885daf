import type { ObjectStore } from "./object-store";
import { type SnapshotExtras, saveSnapshot } from "./snapshot";

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
