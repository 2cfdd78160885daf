import type { Store } from "@/lib/store/open-store";
import type { WalkWrite } from "@/lib/store/rows";

/** Writes down what visits leave behind. */
export interface WalkSaver {
  /** At once, with whatever is still to be written of that walk. */
  save(write: WalkWrite): Promise<void>;
  /** In a moment, together with what others leave: for visits that come again soon, whose walk is in memory. */
  saveBehind(write: WalkWrite): void;
  /** Writes what is still to be written. */
  flush(): Promise<void>;
}

interface Parts {
  save: Store["walks"]["save"];
  /** False once nobody asks for the walk any more: it must not come back. */
  isWanted(key: string): boolean;
  report(thrown: unknown): void;
  pauseInMs?: number;
}

export function walkSaver({ save, isWanted, report, pauseInMs = 250 }: Parts): WalkSaver {
  const behind = new Map<string, WalkWrite>();
  let timer: NodeJS.Timeout | undefined;

  /** The later write counts; events are all kept. */
  function withEarlier(write: WalkWrite): WalkWrite {
    const earlier = behind.get(write.walk.key);
    behind.delete(write.walk.key);
    if (!earlier) return write;
    return { ...earlier, ...write, events: [...(earlier.events ?? []), ...(write.events ?? [])] };
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const writes = [...behind.values()].filter(({ walk }) => isWanted(walk.key));
    behind.clear();
    await Promise.all(writes.map((write) => save(write).catch(report)));
  }

  return {
    save: (write) => save(withEarlier(write)),
    saveBehind(write) {
      behind.set(write.walk.key, withEarlier(write));
      timer ??= setTimeout(() => void flush(), pauseInMs);
    },
    flush,
  };
}
