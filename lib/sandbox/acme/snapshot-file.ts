import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { newStore, type Store, type StoreSnapshot, snapshotOf } from "./store";

/** How long changes are gathered before they are written, in milliseconds. */
const gatherMilliseconds = 100;
/** A store grown large is written seldom enough that writing takes at most one part in so many of the time. */
const writingShare = 20;

export interface SnapshotFile {
  store: Store;
  /** Notes that the store changed; it is written soon. */
  changed(): void;
  /** Writes what is not yet written. */
  flush(): void;
}

/**
 * A store kept in a JSON file (or only in memory when no file is named). The file is replaced whole by a
 * rename, so that a reader or a crash never meets half of one.
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
    mkdirSync(dirname(file), { recursive: true });
    const next = `${file}.next`;
    writeFileSync(next, JSON.stringify(snapshotOf(store)), { mode: 0o600 });
    renameSync(next, file);
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
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return JSON.parse(text) as StoreSnapshot;
}
