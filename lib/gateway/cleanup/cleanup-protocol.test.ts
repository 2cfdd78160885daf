import { describe, expect, test, vi } from "vitest";
import type { RecordSet } from "@/lib/gateway/model";
import { markName, markValue } from "@/lib/gateway/ownership/marks";
import {
  brakeLimit,
  type Cleanup,
  type Existence,
  isTooMany,
  nextMove,
  orphanedRecords,
} from "./cleanup-protocol";

const now = new Date("2026-06-01T12:00:00Z");
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
const over: Cleanup = { state: "grace", graceUntil: at(-1), confirmedAt: null };

function evidence(existence: Existence = { is: "gone" }, tooMany = false) {
  return { existence: vi.fn(async () => existence), isTooMany: vi.fn(async () => tooMany) };
}

describe("a cleanup", () => {
  test("removes nothing before its grace period is over, whatever the API server says", async () => {
    const seen = evidence();
    expect(await nextMove({ ...over, graceUntil: at(60) }, seen, now)).toEqual({
      kind: "wait",
      until: new Date(at(60)),
    });
    expect(seen.existence).not.toHaveBeenCalled();
  });

  test("asks the API server again after the grace period, and removes what is still gone", async () => {
    expect(await nextMove(over, evidence(), now)).toEqual({ kind: "remove" });
    expect(await nextMove({ ...over, state: "open" }, evidence(), now)).toEqual({ kind: "remove" });
  });

  test("is canceled when the host is wanted again, whether or not you confirmed it", async () => {
    for (const confirmedAt of [null, at(-5)])
      expect(await nextMove({ ...over, confirmedAt }, evidence({ is: "present" }), now)).toEqual({
        kind: "withdraw",
      });
  });

  test("waits while there is any doubt and says why, whether or not you confirmed it", async () => {
    const doubt: Existence = { is: "unknown", why: "The API server does not answer." };
    for (const confirmedAt of [null, at(-5)])
      expect(await nextMove({ ...over, confirmedAt }, evidence(doubt, true), now)).toEqual({
        kind: "doubt",
        why: doubt.why,
      });
  });

  test("pauses when too many hosts disappear at once, and continues when you confirm it", async () => {
    expect(await nextMove(over, evidence({ is: "gone" }, true), now)).toEqual({ kind: "brake" });
    expect(await nextMove({ ...over, confirmedAt: at(-5) }, evidence({ is: "gone" }, true), now)).toEqual({
      kind: "remove",
    });
  });

  test.each(["braked", "kept", "withdrawn", "done"] as const)(
    "that is %s does nothing and asks nothing",
    async (state) => {
      const seen = evidence();
      expect(await nextMove({ ...over, state }, seen, now)).toEqual({ kind: "rest" });
      expect(seen.existence).not.toHaveBeenCalled();
    },
  );
});

describe("the brake", () => {
  const hosts = (count: number, name = "wanted") =>
    Array.from({ length: count }, (_, i) => `${name}${i}.net`);
  const gone = (count: number, seconds = 0) =>
    hosts(count, `gone${seconds}-`).map((host) => ({ host, seenAt: at(seconds) }));
  const stops = (lost: ReturnType<typeof gone>, wanted: number, seenAt = at(0)) =>
    isTooMany(lost, new Set(hosts(wanted)), seenAt);

  test("allows three hosts to disappear, or a tenth of all", () => {
    expect([brakeLimit(4), brakeLimit(30), brakeLimit(31), brakeLimit(200)]).toEqual([3, 3, 3.1, 20]);
  });

  test.each([
    [3, 0, false],
    [4, 0, true],
    [3, 26, false],
    [4, 25, true],
    [20, 180, false],
    [21, 180, true],
    [29, 0, true],
  ])("of %i hosts that go and %i that stay says %s", (going, staying, stopped) => {
    expect(stops(gone(going), staying)).toBe(stopped);
  });

  test("counts what disappeared within ten minutes before and after", () => {
    expect(stops([...gone(2, -599), ...gone(2, 0)], 10)).toBe(true);
    expect(stops([...gone(2, -600), ...gone(2, 0)], 10)).toBe(false);
    expect(stops([...gone(1, 0), ...gone(3, 30)], 10)).toBe(true);
  });

  test("does not add up windows that overlap", () => {
    expect(stops([...gone(2, -500), ...gone(1, 0), ...gone(1, 500)], 10)).toBe(false);
  });

  test("counts neither a host that another gateway still wants nor a host twice", () => {
    const renamed = hosts(12).map((host) => ({ host, seenAt: at(0) }));
    expect(isTooMany(renamed, new Set(hosts(12)), at(0))).toBe(false);
    const twice = [...gone(3), ...gone(3)];
    expect(stops(twice, 0)).toBe(false);
  });
});

describe("an ownership record that is left over", () => {
  const gone = { namespace: "demo", name: "gone" };
  const other = { namespace: "demo", name: "other" };
  const set = (name: string, ...values: string[]): RecordSet => ({
    name,
    type: "TXT",
    ttlSeconds: 60,
    values,
  });
  const marked = (host: string, ...gateways: (typeof gone)[]) =>
    set(markName(host), ...gateways.map((gateway) => markValue("us", gateway, [])));
  /** What the cluster knows: Gateways that name hosts, and hosts that are walked. */
  const wishes = (named: [typeof gone, string][], walked: string[]) => ({
    names: (gateway: typeof gone, host: string) =>
      named.some(([of, at]) => of.name === gateway.name && at === host),
    isNamed: (host: string) => named.some(([, at]) => at === host),
    isWalked: (host: string) => walked.includes(host),
  });

  test("belongs to a Gateway that no longer names its host, or its wildcard", () => {
    const records = [marked("shop.x.net", gone), marked("*.x.net", gone)];
    expect(orphanedRecords(records, "us", wishes([], []))).toEqual([
      { host: "shop.x.net", gateway: gone },
      { host: "*.x.net", gateway: gone },
    ]);
    expect(orphanedRecords(records, "us", wishes([[gone, "shop.x.net"]], ["shop.x.net"]))).toEqual([
      { host: "*.x.net", gateway: gone },
    ]);
  });

  test("is left where another Gateway that Lamia doesn't walk names the host, and inherited where Lamia walks it", () => {
    const records = [marked("shop.x.net", gone, other)];
    const named: [typeof gone, string][] = [[other, "shop.x.net"]];
    expect(orphanedRecords(records, "us", wishes(named, []))).toEqual([]);
    expect(orphanedRecords(records, "us", wishes(named, ["shop.x.net"]))).toEqual([
      { host: "shop.x.net", gateway: gone },
    ]);
  });

  test("never belongs to another installation, and is never a record of another name or type", () => {
    const records = [
      set(markName("shop.x.net"), markValue("them", gone, []), "v=spf1 -all"),
      set("shop.x.net", markValue("us", gone, [])),
      { ...marked("shop.x.net", gone), type: "CNAME" as const },
    ];
    expect(orphanedRecords(records, "us", wishes([], []))).toEqual([]);
  });

  test("is never found while Lamia doesn't know its own name", () => {
    const nameless = [set(markName("shop.x.net"), markValue("", gone, []))];
    expect(orphanedRecords(nameless, "", wishes([], []))).toEqual([]);
  });
});
