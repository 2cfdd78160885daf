import { expect, test } from "vitest";
import { selects, serviceSelects } from "./labels";

const pod = { app: "shop", version: "v1" };

test("a selector selects pods that have all of its labels, whatever else they have", () => {
  expect(selects({ app: "shop" }, pod)).toBe(true);
  expect(selects({ app: "shop", version: "v2" }, pod)).toBe(false);
  expect(selects({ tier: "web" }, pod)).toBe(false);
});

test("an empty selector selects every workload for a Gateway, and no pod for a Service", () => {
  expect(selects({}, pod)).toBe(true);
  expect(serviceSelects({}, pod)).toBe(false);
  expect(serviceSelects(undefined, pod)).toBe(false);
  expect(serviceSelects({ app: "shop" }, pod)).toBe(true);
});
