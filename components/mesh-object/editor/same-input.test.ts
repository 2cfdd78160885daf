import { expect, test } from "vitest";
import { sameInput } from "./shown-errors";

const start = {
  name: "",
  labels: {},
  hosts: [""],
  routes: [{ weights: [{ destination: "", weight: 100 }] }],
};

test("rendered but empty fields change nothing", () => {
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

test("a filled field, another number and another entry are changes", () => {
  expect(sameInput({ ...start, name: "shop" }, start)).toBe(false);
  expect(sameInput({ ...start, hosts: ["", ""] }, start)).toBe(false);
  expect(sameInput({ ...start, routes: [{ weights: [{ destination: "", weight: 0 }] }] }, start)).toBe(false);
});
