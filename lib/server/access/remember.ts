import type { Identity } from "./identity";

const rememberedInMs = 5000;
const mostRemembered = 1000;

/**
 * A page is several requests, and each is checked more than once. Whoever was known a moment ago is known now, until
 * a process says that something has changed.
 */
export function remember() {
  const known = new Map<string, { identity: Promise<Identity | null>; until: number }>();
  return {
    forget: () => known.clear(),
    get(hash: string, read: (hash: string) => Promise<Identity | null>): Promise<Identity | null> {
      const now = performance.now();
      const before = known.get(hash);
      if (before && before.until > now) return before.identity;
      if (known.size >= mostRemembered) known.clear();
      const identity = read(hash);
      known.set(hash, { identity, until: now + rememberedInMs });
      identity.then(
        (found) => found ?? known.delete(hash),
        () => known.delete(hash),
      );
      return identity;
    },
  };
}
