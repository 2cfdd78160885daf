import type { Route53 } from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import type { AskRoute53 } from "./client";
import { aliasZoneOf } from "./record-sets";
import { changesInSync } from "./route53";

let status: "PENDING" | "INSYNC" = "PENDING";
const asked: string[] = [];
const client = {
  async getChange({ Id }: { Id: string }) {
    asked.push(Id);
    return { ChangeInfo: { Id, Status: status, SubmittedAt: undefined } };
  },
} as unknown as Route53;
const ask: AskRoute53 = (request) => request(client);
const set = (name: string) => ({ name, type: "TXT" as const, ttlSeconds: 60, values: ["x"] });

test("Lamia asks about a change at most every two seconds, once for all of its names, and stops when it is in sync", async () => {
  let now = 10_000;
  const sync = changesInSync(ask, () => now);
  sync.sent([set("a.net"), set("b.net")], "C1");
  expect(await sync.isInSync("a.net")).toBe(false);
  expect(await sync.isInSync("b.net")).toBe(false);
  expect(asked).toEqual(["C1"]);
  now += 2_000;
  status = "INSYNC";
  expect(await sync.isInSync("b.net")).toBe(true);
  expect(await sync.isInSync("a.net")).toBe(true);
  expect(asked).toEqual(["C1", "C1"]);
});

test("Lamia waits three minutes for a change that never gets in sync", async () => {
  let now = 10_000;
  status = "PENDING";
  const sync = changesInSync(ask, () => now);
  sync.sent([set("a.net")], "C2");
  now += 170_000;
  expect(await sync.isInSync("a.net")).toBe(false);
  now += 11_000;
  expect(await sync.isInSync("a.net")).toBe(true);
});

test.each([
  ["a-1.us-east-1.elb.amazonaws.com", "Z35SXDOTRQ7X7K"],
  ["a-1.elb.us-east-1.amazonaws.com", "Z26RNL4JYFTOTI"],
  ["a-1.nowhere-1.elb.amazonaws.com", null],
  ["elb.us-east-1.amazonaws.com", null],
  ["a-1.us-east-1.elb.amazonaws.com.evil.net", null],
])("the hosted zone of %s is %s", (hostname, zone) => {
  expect(aliasZoneOf(hostname)).toBe(zone);
});
