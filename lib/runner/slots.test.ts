import { expect, it } from "vitest";
import { slotsFor, whileWaiting } from "./slots";

const turn = () => new Promise((resolve) => setImmediate(resolve));

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

it("runs no more at once than there are slots, first come, first served", async () => {
  const slots = slotsFor(2);
  const gates = [gate(), gate(), gate(), gate()];
  const order: number[] = [];
  const all = gates.map(({ passed }, index) =>
    slots.run(() => {
      order.push(index);
      return passed;
    }),
  );
  await turn();
  expect(order).toEqual([0, 1]);
  expect([slots.taken, slots.waiting]).toEqual([2, 2]);
  gates[1]?.open();
  await turn();
  expect(order).toEqual([0, 1, 2]);
  for (const { open } of gates) open();
  await Promise.all(all);
  expect([slots.taken, slots.waiting]).toEqual([0, 0]);
});

it("gives the slot to others while a visit waits, so all can wait together", async () => {
  const slots = slotsFor(2);
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
    slots.run(async () => {
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
  expect(slots.taken).toBe(0);
});

it("keeps count when steps of one visit wait in parallel, even if one of them fails", async () => {
  const slots = slotsFor(1);
  const visit = slots.run(() =>
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
  expect(slots.taken).toBe(0);
  expect(await slots.run(async () => "free")).toBe("free");
});

it("takes no slot for a step that returns after its visit has ended", async () => {
  const slots = slotsFor(1);
  const late = gate();
  await slots.run(async () => void whileWaiting(() => late.passed));
  late.open();
  await turn();
  expect(slots.taken).toBe(0);
});

it("just waits outside a visit", async () => {
  expect(await whileWaiting(async () => 1)).toBe(1);
});
