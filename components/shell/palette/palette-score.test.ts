import { expect, it } from "vitest";
import { paletteScore } from "./palette-score";

it("every word that is typed must be in the entry, in any order", () => {
  expect(paletteScore("Actions Create a gateway in vamp-demo gateway.create", "gateway create")).toBe(1);
  expect(paletteScore("Actions Create a gateway in vamp-demo gateway.create", "create service")).toBe(0);
});

it("letters scattered over an entry do not find it", () => {
  expect(paletteScore("Actions Create a service entry in vamp-demo", "events")).toBe(0);
});

it("other words find it too, and nothing typed finds all", () => {
  expect(paletteScore("Actions Edit metadata", "dns", ["google", "dns provider"])).toBe(1);
  expect(paletteScore("Actions Edit metadata", "")).toBe(1);
});

it("the beginning of a word says more than its middle", () => {
  expect(paletteScore("Go to Gateways", "gate")).toBeGreaterThan(paletteScore("Go to Gateways", "way"));
});
