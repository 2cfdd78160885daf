interface KeptByName<Value> {
  current(name: string): Value | undefined;
  keep(name: string, value: Value, ttlSeconds: number): void;
}

const longestKeptMs = 300_000;
const maxKept = 10_000;

/** Values that live as long as their TTL says, at most five minutes. */
export function keptByName<Value>(): KeptByName<Value> {
  const kept = new Map<string, { value: Value; untilMs: number }>();
  return {
    current(name) {
      const entry = kept.get(name);
      return entry && Date.now() < entry.untilMs ? entry.value : undefined;
    },
    keep(name, value, ttlSeconds) {
      const oldest = kept.size >= maxKept && !kept.has(name) ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(name, { value, untilMs: Date.now() + Math.min(longestKeptMs, ttlSeconds * 1_000) });
    },
  };
}
