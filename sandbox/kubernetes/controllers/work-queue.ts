/** Runs `work` once for each key a moment after it is added, however often it is added meanwhile. */
interface WorkQueue {
  add(key: string, afterMilliseconds?: number): void;
  close(): void;
}

export function createWorkQueue(work: (key: string) => void): WorkQueue {
  const timers = new Map<string, NodeJS.Timeout>();
  let isClosed = false;
  return {
    add(key, afterMilliseconds = 5) {
      if (isClosed || timers.has(key)) return;
      timers.set(
        key,
        setTimeout(() => {
          timers.delete(key);
          work(key);
        }, afterMilliseconds),
      );
    },
    close() {
      isClosed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
