import { expect, test } from "vitest";
import type { KindState } from "@/lib/kubernetes/watch/cluster-cache";
import { overall } from "./status";

const early = "2026-01-01T10:00:00.000Z";
const late = "2026-01-01T10:05:00.000Z";

function kind(name: KindState["kind"], over: Partial<KindState> = {}): KindState {
  const whole = { note: null, remedy: null, unconfirmed: 0, staleSince: null };
  return { kind: name, state: "connected", since: early, ...whole, ...over };
}

const away = { state: "reconnecting", note: "It has fallen silent." } as const;

test("a completely visible cluster is connected, even without a kind that it never had", () => {
  expect(overall([kind("Service"), kind("Gateway", { state: "missing" })])).toMatchObject({
    state: "connected",
    stale: [],
    staleSince: null,
  });
});

test("when no kind is visible the cluster is disconnected, since the earliest of them was current", () => {
  const states = [
    kind("Service", { ...away, staleSince: late }),
    kind("Gateway", { ...away, staleSince: early }),
  ];
  expect(overall(states)).toMatchObject({ state: "reconnecting", staleSince: early, note: away.note });
});

test("a kind that fails while others are visible is named, with its time and reason", () => {
  const gateway = kind("Gateway", { ...away, staleSince: late });
  expect(overall([kind("Service"), gateway])).toMatchObject({
    state: "partial",
    stale: [{ kind: "gateways.networking.istio.io", since: late, note: away.note }],
  });
});

test("objects of a kind that is no longer served, and objects missing from a list, are stale", () => {
  const kept = kind("Gateway", { state: "missing", note: "The cluster has no gateways.", staleSince: early });
  expect(overall([kind("Service"), kept])).toMatchObject({ state: "partial", staleSince: early });
  const leftOut = kind("Service", { unconfirmed: 3, staleSince: late });
  expect(overall([kind("Gateway"), leftOut])).toMatchObject({
    state: "partial",
    stale: [{ kind: "services", since: late, note: expect.stringContaining("left out 3") }],
  });
});

test("a denial is reported before everything else", () => {
  const refused = kind("Secret", { state: "refused", note: "Not allowed.", remedy: "Grant it." });
  expect(overall([kind("Service", { ...away }), refused])).toMatchObject({
    state: "refused",
    note: "Not allowed. Grant it.",
  });
});
