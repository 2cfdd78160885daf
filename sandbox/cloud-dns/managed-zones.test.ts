import { beforeEach, expect, test } from "vitest";
import { initialLevers, type Levers, newCounts } from "@/sandbox/levers/levers";
import type { RecordSet } from "@/sandbox/name-servers/record-set";
import { cloudDnsSets } from "@/sandbox/name-servers/registry";
import { type ManagedZones, managedZones } from "./managed-zones";

let time: number;
let levers: Levers;
const counts = newCounts();
let zones: ManagedZones;
beforeEach(() => {
  time = 1_000_000;
  levers = { ...initialLevers };
  Object.assign(counts, newCounts());
  zones = managedZones({ levers, counts, sets: cloudDnsSets, now: () => time, random: () => 0.5 });
});

const create = (name: string, dnsName = "example.org.") =>
  zones.create({ name, dnsName, description: "", labels: {} });
const www: RecordSet = { name: "www.example.org.", type: "A", ttl: 60, rrdatas: ["192.0.2.1"] };
const serves = (index: number, set = zones.list()[0]?.set ?? "a") =>
  zones.servedBy(set, index, www.name)?.get(www.name, "A") !== undefined;

test("zones of the same DNS name get different name servers, until none are left", () => {
  const sets = ["one", "two", "three", "four", "five"].map((name) => create(name).set);
  expect(new Set(sets).size).toBe(5);
  expect(() => create("six")).toThrow(/already used/);
});

test("a rejected change leaves no trace and doesn't count", () => {
  const zone = create("one");
  const other = { ...www, name: "other.example.org." };
  zones.change(zone, { deletions: [], additions: [www] });
  expect(() => zones.change(zone, { deletions: [], additions: [other, www] })).toThrow(/already exists/);
  expect(zone.content.get(other.name, "A")).toBeUndefined();
  expect(counts.dnsChanges).toBe(1);
});

test("each name server serves a change 50–200 ms after it was accepted", () => {
  const zone = create("one");
  time += 1000;
  zones.change(zone, { deletions: [], additions: [www] });
  time += 49;
  expect([0, 1, 2, 3].some((index) => serves(index))).toBe(false);
  time += 152;
  expect([0, 1, 2, 3].every((index) => serves(index))).toBe(true);
});

test("the lagging name server of every zone is late by the lever's seconds, and catches up when it is released", () => {
  levers.laggingNameServer = { index: 2, seconds: 60 };
  const zone = create("one");
  zones.change(zone, { deletions: [], additions: [www] });
  time += 59_000;
  expect([0, 1, 2, 3].map((index) => serves(index))).toEqual([true, true, false, true]);
  levers.laggingNameServer = null;
  expect(serves(2)).toBe(true);
});

test("a name server answers from the longest matching apex that it serves", () => {
  create("parent");
  create("child", "www.example.org.");
  time += 1000;
  expect(zones.servedBy("c", 0, "www.example.org.")?.apex).toBe("www.example.org.");
  expect(zones.servedBy("c", 0, "example.org.")?.apex).toBe("example.org.");
  expect(zones.servedBy("a", 0, "example.org.")).toBeUndefined();
});

test("saved zones load completely and are served at once", () => {
  const zone = create("one");
  zones.change(zone, { deletions: [], additions: [www] });
  const saved = JSON.parse(JSON.stringify(zones.save()));
  zones = managedZones({ levers, counts, sets: cloudDnsSets, now: () => time, saved });
  expect(zones.find(zone.id)).toMatchObject({ name: "one", nameServers: zone.nameServers });
  expect(serves(0)).toBe(true);
  const next = zones.find("one");
  expect(next && zones.change(next, { deletions: [www], additions: [] }).id).toBe("2");
});
