import { expect, test } from "vitest";
import { untilRoom } from "./room";

/** Two processors that are idle for these shares of each five seconds. */
function machine(...shares: number[]) {
  const times = { idle: 1000, total: 2000 };
  let looks = 0;
  return {
    looks: () => looks,
    read: () => ({ ...times }),
    wait: async () => {
      times.total += 10_000;
      times.idle += 10_000 * (shares[looks] ?? 0);
      looks += 1;
    },
  };
}

test("work waits while the processors are busy, and begins once they have room", async () => {
  const busy = machine(0, 0.1, 0.2);
  await untilRoom(() => false, busy);
  expect(busy.looks()).toBe(3);
});

test("work that is alone doesn't wait for room", async () => {
  const busy = machine();
  await untilRoom(() => true, busy);
  expect(busy.looks()).toBe(0);
  await untilRoom(() => busy.looks() === 2, busy);
  expect(busy.looks()).toBe(2);
});
