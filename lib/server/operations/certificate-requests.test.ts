import { expect, test } from "vitest";
import { requestOf } from "./certificate-requests";

const startedAt = "2026-06-01T00:00:00.000Z";
const order = { names: ["a.example.org"], url: null, startedAt, challenges: [], collected: false };
const reissue = { serial: "01", reason: null, pendingOrder: null };

test("a new reason gives up the order that is pending, whose key may be what it is about", () => {
  const asked = requestOf({ request: reissue, order }, "01", "keyCompromise");
  expect(asked).toEqual({ serial: "01", reason: "keyCompromise", pendingOrder: startedAt });
  const weaker = { ...reissue, reason: "superseded" as const };
  expect(requestOf({ request: weaker, order }, "01", "keyCompromise").pendingOrder).toBe(startedAt);
});

test("asking again for the same starts nothing over, and takes back no reason", () => {
  expect(requestOf({ request: reissue, order }, "01", null)).toEqual(reissue);
  const revoke = { serial: "01", reason: "keyCompromise" as const, pendingOrder: "earlier" };
  expect(requestOf({ request: revoke, order }, "01", "keyCompromise")).toEqual(revoke);
  expect(requestOf({ request: revoke, order }, "01", null)).toEqual(revoke);
});
