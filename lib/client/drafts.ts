/**
 * Unsaved input of forms. It is in the tab's session storage, so that it survives Back, a reload, a crash of the
 * tab and the end of the session, and is gone when the tab is closed. Never put secrets in here.
 */
export interface Draft<Content> {
  /** When it was last changed, in milliseconds. */
  at: number;
  content: Content;
}

export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const prefix = "lamia-draft:";
/** In characters. A larger draft isn't stored: session storage has about five million for all. */
export const largestDraft = 250_000;
/** Per tab; beyond that, the oldest are dropped. */
export const mostDrafts = 16;

/** Stores a draft. An equal one keeps its time. False when the browser refuses. */
export function keepDraft(key: string, content: unknown, at = Date.now(), storage = ofTab()): boolean {
  if (!storage) return false;
  const text = JSON.stringify(content);
  const before = parse(storage.getItem(prefix + key));
  if (before && JSON.stringify(before.content) === text) return true;
  dropDraft(key, { storage });
  if (text.length > largestDraft) return false;
  const oldestFirst = keysOf(storage).sort((one, other) => timeOf(storage, one) - timeOf(storage, other));
  for (const old of oldestFirst.slice(0, Math.max(0, oldestFirst.length + 1 - mostDrafts)))
    storage.removeItem(old);
  try {
    storage.setItem(prefix + key, JSON.stringify({ at, content }));
    return true;
  } catch {
    return false;
  }
}

/** The draft of a form; null when there is none, or it can't be read. */
export function readDraft<Content>(key: string, storage = ofTab()): Draft<Content> | null {
  return parse(storage?.getItem(prefix + key) ?? null) as Draft<Content> | null;
}

/** Deletes a draft that was saved or discarded. With `upTo`, only if it hasn't changed since that time. */
export function dropDraft(key: string, { storage = ofTab(), upTo = Number.POSITIVE_INFINITY } = {}): void {
  if (storage && timeOf(storage, prefix + key) <= upTo) storage.removeItem(prefix + key);
}

/** Deletes all drafts of the tab, for example when the user signs out. */
export function dropAllDrafts(storage = ofTab()): void {
  if (storage) for (const key of keysOf(storage)) storage.removeItem(key);
}

function ofTab(): DraftStorage | null {
  try {
    return typeof window === "undefined" ? null : window.sessionStorage;
  } catch {
    // The browser's settings forbid it.
    return null;
  }
}

function keysOf(storage: DraftStorage): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter(
    (key) => key?.startsWith(prefix) === true,
  ) as string[];
}

function timeOf(storage: DraftStorage, fullKey: string): number {
  return parse(storage.getItem(fullKey))?.at ?? 0;
}

function parse(text: string | null): Draft<unknown> | null {
  if (text === null) return null;
  try {
    const draft: unknown = JSON.parse(text);
    const isDraft = typeof draft === "object" && draft !== null && "at" in draft && "content" in draft;
    return isDraft && typeof draft.at === "number" ? { at: draft.at, content: draft.content } : null;
  } catch {
    return null;
  }
}
