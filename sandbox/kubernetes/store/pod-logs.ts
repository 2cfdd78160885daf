/** The text that containers wrote, by the pod's uid; followers are told of what is added. */
export interface PodLogs {
  read(uid: string): string;
  append(uid: string, text: string): void;
  forget(uid: string): void;
  /** Calls back with each added text until the returned function is called. */
  follow(uid: string, listener: (text: string) => void): () => void;
  all(): Record<string, string>;
}

export function createPodLogs(initial: Readonly<Record<string, string>>): PodLogs {
  const texts = new Map(Object.entries(initial));
  const followers = new Map<string, Set<(text: string) => void>>();
  return {
    read: (uid) => texts.get(uid) ?? "",
    append(uid, text) {
      texts.set(uid, (texts.get(uid) ?? "") + text);
      for (const listener of followers.get(uid) ?? []) listener(text);
    },
    forget: (uid) => void texts.delete(uid),
    follow(uid, listener) {
      const listeners = followers.get(uid) ?? new Set();
      followers.set(uid, listeners.add(listener));
      return () => void listeners.delete(listener);
    },
    all: () => Object.fromEntries(texts),
  };
}
