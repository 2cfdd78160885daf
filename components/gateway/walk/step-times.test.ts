import { describe, expect, it } from "vitest";
import type { StepView } from "@/lib/api/gateway";
import { formatTaken, lastCheck, timeTaken, walkTaken } from "./step-times";

const step = (state: StepView["state"], startedAt: string, since: string, at = since): StepView => ({
  id: "zone",
  title: "DNS zone",
  note: "",
  attempts: 1,
  state,
  startedAt,
  since,
  at,
});
const first = step("done", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.400Z");
const last = step("done", "2026-01-01T00:00:01.000Z", "2026-01-01T00:00:12.000Z", "2026-01-01T01:00:00.000Z");

describe("times of a walk", () => {
  it("short spans show tenths, long ones whole units", () => {
    expect(formatTaken(420)).toBe("0.4 s");
    expect(formatTaken(20)).toBe("< 0.1 s");
    expect(formatTaken(9949)).toBe("9.9 s");
    expect(formatTaken(9990)).toBe("10 s");
  });

  it("a step has a duration only once it is done", () => {
    expect(timeTaken(first)).toBe(400);
    expect(timeTaken({ ...first, state: "waiting" })).toBeNull();
  });

  it("a walk lasts from its first check to its last completed step; parallel steps count once", () => {
    expect(walkTaken([first, last])).toBe(12_000);
    expect(walkTaken([first, { ...last, state: "running" }])).toBeNull();
    expect(walkTaken([])).toBeNull();
  });

  it("the last check ignores steps that were never reached", () => {
    expect(lastCheck([first, last])).toBe("2026-01-01T01:00:00.000Z");
    expect(lastCheck([step("pending", first.startedAt, first.since)])).toBeNull();
  });
});
