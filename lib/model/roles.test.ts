import { expect, test } from "vitest";
import { everywhere, type Grant, isAllowed, type Place, roles } from "./roles";

const places: readonly Place[] = ["virtual-cluster", "installation", "visible", "self"];

test.each(roles)("the role %s in the installation is enough for itself and less, everywhere", (role) => {
  const grants: Grant[] = [{ role, scope: everywhere }];
  for (const least of roles)
    for (const place of places)
      expect([least, place, isAllowed(grants, [least, place], "shop")]).toEqual([
        least,
        place,
        place === "self" || roles.indexOf(role) >= roles.indexOf(least),
      ]);
});

test("a role in a virtual cluster counts there, and in no other", () => {
  const grants: Grant[] = [{ role: "editor", scope: "shop" }];
  expect(isAllowed(grants, ["editor", "virtual-cluster"], "shop")).toBe(true);
  expect(isAllowed(grants, ["admin", "virtual-cluster"], "shop")).toBe(false);
  expect(isAllowed(grants, ["viewer", "virtual-cluster"], "billing")).toBe(false);
  expect(isAllowed(grants, ["viewer", "virtual-cluster"])).toBe(false);
  expect(isAllowed(grants, ["viewer", "installation"], "shop")).toBe(false);
  expect(isAllowed(grants, ["viewer", "visible"])).toBe(true);
});

test("whoever has no role may only do what is their own", () => {
  for (const place of places) expect(isAllowed([], ["viewer", place], "shop")).toBe(place === "self");
});
