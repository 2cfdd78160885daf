import { readFileIfThere, writePrivateFile } from "@/sandbox/kept-file";
import { newStore, type Store, type StoreSnapshot, snapshotOf } from "./store";

/** How long changes are gathered before they are written, in milliseconds. */
const gatherMilliseconds = 100;
/** A store grown large is written seldom enough that writing takes at most one part in so many of the time. */
const writingShare = 20;

interface SnapshotFile {
  store: Store;
  /** Notes that the store changed; it is written soon. */
  changed(): void;
  /** Writes what is not yet written. */
  flush(): void;
}

/**
 * A store kept in a JSON file, or only in memory when no file is named.
 * @throws Error that names the file when what stands in it cannot be read
 */
export function openSnapshotFile(file: string | undefined): SnapshotFile {
  const store = newStore(file === undefined ? undefined : read(file));
  let timer: NodeJS.Timeout | undefined;
  let pause = gatherMilliseconds;

  const flush = () => {
    if (timer === undefined || file === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    const began = performance.now();
    writePrivateFile(file, JSON.stringify(snapshotOf(store)));
    pause = Math.max(gatherMilliseconds, (performance.now() - began) * writingShare);
  };

  return {
    store,
    flush,
    changed() {
      if (file === undefined || timer !== undefined) return;
      timer = setTimeout(flush, pause);
      timer.unref();
    },
  };
}

function read(file: string): StoreSnapshot | undefined {
  const text = readFileIfThere(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as StoreSnapshot;
  } catch (cause) {
    throw new Error(`${file} cannot be read; remove it to start the CA anew`, { cause });
  }
}
