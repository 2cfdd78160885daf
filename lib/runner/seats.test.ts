import { expect, it } from "vitest";
import { seatsFor, whileWaiting } from "./seats";

const turn = () => new Promise((resolve) => setImmediate(resolve));

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

it("lets no more sit than there are seats, first come, first served", async () => {
  const seats = seatsFor(2);
  const gates = [gate(), gate(), gate(), gate()];
  const order: number[] = [];
  const all = gates.map(({ passed }, index) =>
    seats.sit(() => {
      order.push(index);
      return passed;
    }),
  );
  await turn();
  expect(order).toEqual([0, 1]);
  expect([seats.taken, seats.waiting]).toEqual([2, 2]);
  gates[1]?.open();
  await turn();
  expect(order).toEqual([0, 1, 2]);
  for (const { open } of gates) open();
  await Promise.all(all);
  expect([seats.taken, seats.waiting]).toEqual([0, 0]);
});

it("gives the seat to others while a visit waits: all can wait together", async () => {
  const seats = seatsFor(2);
  const together = gate();
  let waiting = 0;
  let atWork = 0;
  let mostAtWork = 0;
  const work = async () => {
    atWork++;
    mostAtWork = Math.max(mostAtWork, atWork);
    await turn();
    atWork--;
  };
  const visits = Array.from({ length: 20 }, () =>
    seats.sit(async () => {
      await work();
      await whileWaiting(async () => {
        waiting++;
        if (waiting === 20) together.open();
        await together.passed;
      });
      await work();
    }),
  );
  await Promise.all(visits);
  expect(mostAtWork).toBe(2);
  expect(seats.taken).toBe(0);
});

it("keeps count when steps of one visit wait side by side, also when one of them fails", async () => {
  const seats = seatsFor(1);
  const visit = seats.sit(() =>
    Promise.all([
      whileWaiting(turn),
      whileWaiting(async () => {
        await turn();
        throw new Error("no answer");
      }),
    ]),
  );
  await expect(visit).rejects.toThrow("no answer");
  await turn();
  expect(seats.taken).toBe(0);
  expect(await seats.sit(async () => "free")).toBe("free");
});

it("takes no seat for a step that comes back after its visit has ended", async () => {
  const seats = seatsFor(1);
  const late = gate();
  await seats.sit(async () => void whileWaiting(() => late.passed));
  late.open();
  await turn();
  expect(seats.taken).toBe(0);
});

it("just waits outside of a visit", async () => {
  expect(await whileWaiting(async () => 1)).toBe(1);
});
