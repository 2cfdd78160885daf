import { expect, test } from "vitest";
import { createClockWatch } from "./clock-watch";

const now = Date.parse("2026-11-29T12:00:00Z");
const day = 86_400_000;
const dateOf = (ms: number) => new Date(ms).toUTCString();

function watch() {
  let elapsedMs = 0;
  const clock = createClockWatch(() => elapsedMs);
  return {
    ...clock,
    pass: (ms: number) => {
      elapsedMs += ms;
    },
    hear: (source: string, theirs: number, times = 2) => {
      for (let each = 0; each < times; each += 1) clock.heard(source, dateOf(theirs), now - 40, now);
    },
  };
}

test("a clock that is a day ahead or behind is seen, with those that say so", () => {
  const ahead = watch();
  ahead.hear("api.test:6443", now - day);
  ahead.hear("ca.test", now - day);
  expect(ahead.difference()).toEqual({
    aheadInSeconds: 86_400,
    differs: ["api.test:6443", "ca.test"],
    agrees: [],
  });
  const behind = watch();
  behind.hear("api.test:6443", now + day);
  expect(behind.difference()?.aheadInSeconds).toBe(-86_400);
});

test("a server whose own clock is wrong is told from this machine's by those that agree", () => {
  const clock = watch();
  clock.hear("api.test", now - day);
  clock.hear("ca.test", now);
  expect(clock.difference()).toMatchObject({ differs: ["api.test"], agrees: ["ca.test"] });
});

test("seconds, a slow answer, a single answer, and a header that is no date are no difference", () => {
  const clock = watch();
  clock.hear("a.test", now - 100_000);
  clock.hear("b.test", now - day, 1);
  for (const date of ["yesterday", "", null, undefined]) clock.heard("c.test", date, now, now);
  for (let each = 0; each < 3; each += 1) clock.heard("d.test", dateOf(now - day), now - 60_000, now);
  expect(clock.difference()).toBeNull();
});

test("it is over when the clock is right again, or nobody has said anything for hours; each change is told once", () => {
  const clock = watch();
  const told: (number | null)[] = [];
  clock.onChange((each) => told.push(each?.aheadInSeconds ?? null));
  clock.hear("a.test", now - day, 5);
  clock.hear("a.test", now);
  expect(told).toEqual([86_400, null]);
  clock.hear("a.test", now - day);
  clock.pass(7 * 3_600_000);
  expect(clock.difference()).toBeNull();
});

test("an answer of fetch is listened to", async () => {
  const clock = createClockWatch();
  const ask = clock.listening(async () => new Response("", { headers: { date: dateOf(Date.now() + day) } }));
  for (const path of ["/directory", "/new-nonce"]) await ask(`https://ca.test${path}`);
  expect(clock.difference()).toMatchObject({ differs: ["ca.test"] });
});
