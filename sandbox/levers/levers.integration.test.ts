import { afterAll, beforeAll, expect, test } from "vitest";
import { initialLevers, type Levers, newCounts, startLevers } from "./levers";

const levers: Levers = { ...initialLevers };
const counts = newCounts();
const received: Partial<Levers>[] = [];
let running: Awaited<ReturnType<typeof startLevers>>;
beforeAll(async () => {
  running = await startLevers({
    address: "127.0.0.1",
    port: 0,
    levers,
    counts,
    onSet: (changed) => received.push(changed),
  });
});
afterAll(() => running.close());

const patch = (body: string) => fetch(running.url, { method: "PATCH", body });

test("PATCH changes the one object that every part reads", async () => {
  const response = await patch(
    JSON.stringify({ caUnavailable: true, laggingNameServer: { index: 1, seconds: 5 } }),
  );
  expect(await response.json()).toEqual({
    ...initialLevers,
    caUnavailable: true,
    laggingNameServer: { index: 1, seconds: 5 },
  });
  await patch(JSON.stringify({ laggingNameServer: null }));
  expect(levers).toEqual({ ...initialLevers, caUnavailable: true });
  expect(received.at(-1)).toEqual({ laggingNameServer: null });
  expect(await (await fetch(running.url)).json()).toEqual(levers);
});

test("an invalid request changes nothing and says what is wrong", async () => {
  const before = structuredClone(levers);
  const response = await patch(JSON.stringify({ providerUnavailable: true, caRetryAfterSeconds: "soon" }));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ path: "caRetryAfterSeconds" }] });
  expect((await patch("{")).status).toBe(400);
  expect(levers).toEqual(before);
});

test("the counts are current", async () => {
  counts.dnsChanges += 3;
  expect(await (await fetch(`${running.url}/counts`)).json()).toEqual(counts);
});
