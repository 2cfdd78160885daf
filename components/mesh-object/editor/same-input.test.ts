import { expect, test } from "vitest";
import { sameInput } from "./shown-errors";

const start = {
  name: "",
  labels: {},
  hosts: [""],
  routes: [{ weights: [{ destination: "", weight: 100 }] }],
};

test("fields that are drawn but empty change nothing", () => {
  const drawn = {
    ...start,
    routes: [
      {
        timeout: undefined,
        rewrite: { uri: undefined },
        weights: [{ destination: "", port: undefined, weight: 100 }],
      },
    ],
  };
  expect(sameInput(drawn, start)).toBe(true);
});

test("a filled field, another number and a further entry are changes", () => {
  expect(sameInput({ ...start, name: "shop" }, start)).toBe(false);
  expect(sameInput({ ...start, hosts: ["", ""] }, start)).toBe(false);
  expect(sameInput({ ...start, routes: [{ weights: [{ destination: "", weight: 0 }] }] }, start)).toBe(false);
});
