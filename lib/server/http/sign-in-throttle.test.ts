import { BlockList } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clientOf, freeTries, signInThrottle } from "./sign-in-throttle";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function failTimes(throttle: ReturnType<typeof signInThrottle>, client: string, times: number) {
  let pause = 0;
  for (let tries = 0; tries < times; tries++) {
    await throttle.begin(client);
    pause = await throttle.end(client, true);
  }
  return pause;
}

/** A try with the right token. */
async function wait(throttle: ReturnType<typeof signInThrottle>, client: string): Promise<number> {
  const seconds = await throttle.begin(client);
  if (seconds === 0) expect(await throttle.end(client, false)).toBe(0);
  return seconds;
}

test("five wrong tokens within a minute begin a pause, for this client only", async () => {
  const throttle = signInThrottle();
  expect(await failTimes(throttle, "a", freeTries - 1)).toBe(0);
  expect(await wait(throttle, "a")).toBe(0);
  expect(await failTimes(throttle, "a", 1)).toBe(30);
  expect(await wait(throttle, "a")).toBe(30);
  expect(await wait(throttle, "b")).toBe(0);
  vi.advanceTimersByTime(30_001);
  expect(await wait(throttle, "a")).toBe(0);
});

test("tries side by side count before they are answered", async () => {
  const throttle = signInThrottle();
  const waits = await Promise.all(Array.from({ length: freeTries + 3 }, () => throttle.begin("a")));
  expect(waits).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
  for (let each = 0; each < freeTries; each++) await throttle.end("a", false);
  expect(await wait(throttle, "a")).toBe(0);
});

test("wrong tokens that are rarer begin none", async () => {
  const throttle = signInThrottle();
  for (let hour = 0; hour < 20; hour++) {
    expect(await failTimes(throttle, "a", freeTries - 1)).toBe(0);
    vi.advanceTimersByTime(61_000);
  }
});

test("each pause is twice as long as the one before, up to 15 minutes", async () => {
  const throttle = signInThrottle();
  const pauses: number[] = [];
  for (let round = 0; round < 7; round++) {
    pauses.push(await failTimes(throttle, "a", freeTries));
    vi.advanceTimersByTime((pauses.at(-1) ?? 0) * 1000 + 1);
  }
  expect(pauses).toEqual([30, 60, 120, 240, 480, 900, 900]);
});

const proxies = new BlockList();
proxies.addSubnet("10.0.0.0", 8, "ipv4");

test.each([
  ["203.0.113.9", null, "203.0.113.9"],
  ["203.0.113.9", "198.51.100.1", "203.0.113.9"],
  ["10.1.2.3", "198.51.100.1", "198.51.100.1"],
  ["::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"],
  ["10.1.2.3", "8.8.8.8, 198.51.100.1, 10.9.9.9", "198.51.100.1"],
  ["10.1.2.3", "anything", "10.1.2.3"],
  ["10.1.2.3", null, "10.1.2.3"],
  ["2001:db8:1:2:3:4:5:6", null, "2001:db8:1:2::/64"],
  ["2001:0db8:1::1", null, "2001:db8:1:0::/64"],
  ["::1", null, "0:0:0:0::/64"],
  [undefined, null, ""],
])("the client of a connection from %s, forwarded for %s, is %s", (connection, forwarded, client) => {
  expect(clientOf(connection, forwarded, proxies)).toBe(client);
});
