import { expect, it } from "vitest";
import { paletteScore } from "./palette-score";

it("every typed word must be in the entry, in any order", () => {
  expect(paletteScore("Actions Create a gateway in vamp-demo gateway.create", "gateway create")).toBe(1);
  expect(paletteScore("Actions Create a gateway in vamp-demo gateway.create", "create service")).toBe(0);
});

it("letters scattered over an entry don't find it", () => {
  expect(paletteScore("Actions Create a service entry in vamp-demo", "events")).toBe(0);
});

it("keywords find it too, and an empty text finds everything", () => {
  expect(paletteScore("Actions Edit metadata", "dns", ["google", "dns provider"])).toBe(1);
  expect(paletteScore("Actions Edit metadata", "")).toBe(1);
});

it("the beginning of a word scores higher than its middle", () => {
  expect(paletteScore("Go to Gateways", "gate")).toBeGreaterThan(paletteScore("Go to Gateways", "way"));
});
