import { expect, test } from "vitest";
import type { Status } from "@/lib/api/stream";
import { kinds } from "@/lib/kubernetes/objects/kinds";
import { readStatus } from "./operations/status";
import { call } from "./testing/call";
import { startTestPanel, waitUntil } from "./testing/test-panel";

test("is shown with the status while the API server says so, and is gone when it doesn't", async () => {
  const panel = await startTestPanel(async () => ({ LAMIA_RUNNER: "off" }), { behindProxy: true });
  try {
    const clock = async () => (await call<Status>(panel.cluster, readStatus)).clock;
    /** Any request does; the watches make none for seconds. */
    const ask = () => panel.cluster.client.send({ verb: "list", resource: kinds.Namespace });
    const seen = (isRight: (found: Status["clock"]) => boolean) =>
      waitUntil("the clock is compared", async () => {
        await ask();
        return isRight(await clock());
      });
    expect(await clock()).toBeNull();
    panel.proxy.clockAheadMs = 86_400_000;
    await seen((found) => found !== null);
    expect(await clock()).toMatchObject({ differs: [panel.cluster.client.host], agrees: [] });
    expect(Math.round(((await clock())?.aheadInSeconds ?? 0) / 60)).toBe(-1440);
    panel.proxy.clockAheadMs = 0;
    await seen((found) => found === null);
  } finally {
    await panel.close();
  }
});
