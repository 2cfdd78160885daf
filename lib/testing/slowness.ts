/** How long a turn of `work` takes on the quiet machine that the bounds on durations are for. */
const quietMs = 18;
const leastMs = 100;

const text = JSON.stringify(
  Array.from({ length: 20_000 }, (_, number) => ({
    metadata: { name: `shop-${number}`, namespace: "vamp-demo" },
    spec: { hosts: [`shop-${number}.example.com`], port: { number } },
  })),
);

/** What panels and pages do most: read texts, keep many small objects, look them up, and write texts. */
function work(): number {
  const objects: { metadata: { name: string } }[] = JSON.parse(text);
  const byName = new Map(objects.map((each) => [each.metadata.name, each]));
  return [...byName.keys()].sort().reduce((sum, name) => sum + JSON.stringify(byName.get(name)).length, 0);
}

/**
 * How many times longer a fixed piece of work takes now than on a quiet machine; at least 1. Other processes slow it
 * down, and so do neighbors of a virtual machine, which fill the caches and the memory bus of the same processor.
 *
 * @param clock in milliseconds; processor time leaves the other processes out
 */
export function slowness(clock = () => performance.now()): number {
  // The first turns are compiled.
  work();
  work();
  const startedAt = clock();
  for (let turns = 1; ; turns += 1) {
    work();
    const ms = clock() - startedAt;
    if (ms > leastMs) return Math.max(1, ms / turns / quietMs);
  }
}

/** How long it would take on a quiet machine, in milliseconds: on a busy one, a clock measures the others. */
export async function quietDuration(run: () => Promise<unknown>): Promise<number> {
  const before = slowness();
  const startedAt = performance.now();
  await run();
  const ms = performance.now() - startedAt;
  return ms / Math.max(before, slowness());
}
