import type { Store } from "@/lib/store/open-store";
import type { WalkWrite } from "@/lib/store/rows";

/** Writes down what visits leave behind. */
interface WalkSaver {
  /** At once, with whatever is still to be written of that walk. */
  save(write: WalkWrite): Promise<void>;
  /** In a moment, together with what others leave: for visits that come again soon, whose walk is in memory. */
  saveBehind(write: WalkWrite): void;
  /** Writes what is still to be written. */
  flush(): Promise<void>;
}

interface Parts {
  save: Store["walks"]["save"];
  addEvents: Store["events"]["add"];
  /** False once nobody asks for the walk any more: it must not come back, but what has happened is still reported. */
  isWanted(key: string): boolean;
  report(thrown: unknown): void;
  pauseInMs?: number;
}

export function walkSaver({ save, addEvents, isWanted, report, pauseInMs = 250 }: Parts): WalkSaver {
  const behind = new Map<string, WalkWrite>();
  let timer: NodeJS.Timeout | undefined;

  /** The later write counts; events are all kept. */
  function withEarlier(write: WalkWrite): WalkWrite {
    const earlier = behind.get(write.walk.key);
    behind.delete(write.walk.key);
    if (!earlier) return write;
    return { ...earlier, ...write, events: [...(earlier.events ?? []), ...(write.events ?? [])] };
  }

  /** What could not be written goes out with the next write of its walk: its events are reported by nobody else. */
  async function saveOrKeep(write: WalkWrite): Promise<void> {
    try {
      await save(write);
    } catch (thrown) {
      const later = behind.get(write.walk.key);
      behind.set(write.walk.key, write);
      if (later) behind.set(write.walk.key, withEarlier(later));
      throw thrown;
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const writes = [...behind.values()];
    behind.clear();
    await Promise.all(
      writes.map((write) =>
        (isWanted(write.walk.key) ? saveOrKeep(write) : addEvents(write.events ?? [])).catch(report),
      ),
    );
  }

  return {
    save: (write) => saveOrKeep(withEarlier(write)),
    saveBehind(write) {
      behind.set(write.walk.key, withEarlier(write));
      timer ??= setTimeout(() => void flush(), pauseInMs);
    },
    flush,
  };
}
