/**
 * One interval for every text that tells the time, however many there are; it stops while nobody listens and
 * while the tab is hidden. A component reads its *text* as the snapshot, so React draws it again only when
 * the
 * text changes.
 */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  if (typeof document !== "undefined" && document.hidden) return;
  for (const listener of listeners) listener();
}

/** For `useSyncExternalStore`: calls back once a second. */
export function subscribeToClock(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
