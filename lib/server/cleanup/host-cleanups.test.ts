import { expect, test } from "vitest";
import type { CleanupRow, NewCleanup } from "@/lib/store/cleanups";
import { hostCleanups } from "./host-cleanups";

const gateway = { namespace: "vamp-demo", name: "shop" };
const host = "shop.democluster.net";
const gone: NewCleanup = { host, gateway, payload: {}, reason: "It was deleted." };
const now = new Date("2026-01-01T00:00:00.000Z");

/** A process that hears of a deletion which another process has heard of first, and has put into this state. */
function secondToHear(state: CleanupRow["state"], confirmedAt: string | null = null) {
  const row = {
    ...{ id: "1", host, virtualCluster: gateway.namespace, gateway: gateway.name, state, confirmedAt },
    seenAt: now.toISOString(),
  } as CleanupRow;
  const confirmed: string[] = [];
  const queued: string[] = [];
  const cleanups = hostCleanups({
    store: {
      cleanups: {
        begin: async () => [],
        pending: async () => [row],
        around: async () => [],
        async confirm(ids: readonly string[]) {
          confirmed.push(...ids);
          return ids.map(() => ({ ...row, state: "open", confirmedAt: now.toISOString() }));
        },
      },
      events: { add: async () => undefined },
    },
    index: { hosts: () => [], targetsOf: () => [] },
    runner: {
      queueTasks: async () => undefined,
      retryTasks: async (ids: readonly string[]) => void queued.push(...ids),
    },
    graceInMs: 0,
    now: () => now,
  } as unknown as Parameters<typeof hostCleanups>[0]);
  return { cleanups, confirmed, queued };
}

test("a deletion in the panel confirms what another process has braked, and has it removed", async () => {
  const { cleanups, confirmed, queued } = secondToHear("braked");
  cleanups.expectDeletion(gateway);
  await cleanups.begin([gone]);
  expect({ confirmed, queued }).toEqual({ confirmed: ["1"], queued: ["1"] });
});

test("it is confirmed once, however often its deletion is heard of, and what a user keeps isn’t", async () => {
  for (const [state, at] of [
    ["open", now.toISOString()],
    ["kept", null],
  ] as const) {
    const { cleanups, confirmed } = secondToHear(state, at);
    cleanups.expectDeletion(gateway);
    await cleanups.begin([gone]);
    expect(confirmed, state).toEqual([]);
  }
});

test("a deletion outside the panel confirms nothing", async () => {
  const { cleanups, confirmed } = secondToHear("braked");
  await cleanups.begin([gone]);
  expect(confirmed).toEqual([]);
});
