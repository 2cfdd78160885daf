import { describe, expect, test } from "vitest";
import type { StepId } from "@/lib/gateway/steps";
import { shop } from "@/lib/gateway/testing/fake-world";
import { walkEvents } from "./events";
import type { Report } from "./report";

const at = "2026-11-24T10:00:00.000Z";

function report(step: StepId, state: Report["state"], rest: Partial<Report> = {}): Report {
  const times = { at, since: at, startedAt: at, retryAt: null };
  return {
    step,
    state,
    note: `${step} is ${state}.`,
    remedy: null,
    fact: null,
    attempts: 1,
    ...times,
    ...rest,
  };
}

const eventTypes = (before: Report[], after: Report[], target = shop) =>
  walkEvents(target, before, after).map(({ type, notify }) => (notify ? `${type}!` : type));

const open = (host: string) => report("answering", "done", { fact: { url: `https://${host}` } });
const certified = (serial: string, renewalProblem: string | null = null) =>
  report("certificate", "done", { fact: { serial, renewalProblem, notAfter: "2027-02-22T00:00:00Z" } });

test("a walk without a change has no events", () => {
  const reports = [report("zone", "done"), report("delegation", "blocked"), report("record", "waiting")];
  expect(eventTypes(reports, reports)).toEqual([]);
});

test("each finished step is reported once; the last one notifies you", () => {
  const after = [report("zone", "done"), report("serving", "done"), open(shop.host)];
  const before = [report("zone", "done"), report("serving", "waiting"), report("answering", "pending")];
  expect(eventTypes(before, after)).toEqual(["serving.done", "answering!"]);
});

test("a site isn't called open before it answers", () => {
  const after = [report("serving", "done"), report("answering", "blocked")];
  const messages = walkEvents(shop, [report("serving", "waiting")], after).map(({ message }) => message);
  expect(messages.filter((message) => message.includes("open"))).toEqual([]);
});

test("a site that an older release called open isn't notified about again", () => {
  expect(eventTypes([report("serving", "done")], [report("serving", "done"), open(shop.host)])).toEqual([
    "answering",
  ]);
});

test("an open site is reported with its address, and a wildcard without one, because it has none", () => {
  const wildcard = { ...shop, host: "*.democluster.net" };
  const message = (target: typeof shop) => walkEvents(target, [], [open(target.host)])[0]?.message;
  expect(message(shop)).toBe(`${shop.host} is open at https://${shop.host}.`);
  expect(message(wildcard)).toBe("Every name directly below democluster.net opens with its certificate.");
});

describe("a blocked step", () => {
  const remedy = "Set the name servers.";

  test("notifies you when it begins, with what to do", () => {
    const [event] = walkEvents(shop, [], [report("delegation", "blocked", { remedy })]);
    expect(event).toMatchObject({ level: "warning", remedy, notify: true });
  });

  test("is reported again, without a notification, when its reason changes", () => {
    const before = [report("delegation", "blocked", { note: "net delegates to a." })];
    const after = [report("delegation", "blocked", { note: "net delegates to b." })];
    expect(eventTypes(before, after)).toEqual(["delegation.blocked"]);
  });
});

describe("a step that fails", () => {
  const failing = (attempts: number) => report("zone", "failed", { attempts });

  test("is reported the first time, notifies you the third time, and is silent after that", () => {
    expect(eventTypes([], [failing(1)])).toEqual(["zone.failed"]);
    expect(eventTypes([failing(1)], [failing(2)])).toEqual([]);
    expect(eventTypes([failing(2)], [failing(3)])).toEqual(["zone.failing!"]);
    expect(eventTypes([failing(3)], [failing(4)])).toEqual([]);
  });
});

test("checking something finished again is no news, but the start of a wait is", () => {
  expect(eventTypes([report("record", "done")], [report("record", "waiting")])).toEqual([]);
  expect(eventTypes([report("record", "pending")], [report("record", "waiting")])).toEqual([
    "record.waiting",
  ]);
});

describe("a certificate", () => {
  test("that replaces another one was renewed", () => {
    expect(eventTypes([certified("01")], [certified("02")])).toEqual(["certificate.renewed!"]);
  });

  test("whose renewal fails notifies you once", () => {
    expect(eventTypes([certified("01")], [certified("01", "refused")])).toEqual([
      "certificate.renewal-failed!",
    ]);
    expect(eventTypes([certified("01", "refused")], [certified("01", "refused")])).toEqual([]);
  });
});
