import { expect, test } from "vitest";
import { everywhere } from "@/lib/model/roles";
import { covers, reasonFor } from "./use-missing-role";

test("a control is enabled exactly for those whom the server lets", () => {
  const grants = [{ role: "editor", scope: "shop" }] as const;
  expect(covers(grants, ["editor", "shop"])).toBe(true);
  expect(covers(grants, ["operator", "shop"])).toBe(true);
  expect(covers(grants, ["admin", "shop"])).toBe(false);
  expect(covers(grants, ["viewer", "billing"])).toBe(false);
  expect(covers(grants, ["viewer", everywhere])).toBe(false);
  expect(covers(grants, ["editor", null])).toBe(true);
  expect(covers([{ role: "editor", scope: everywhere }], ["editor", "billing"])).toBe(true);
  expect(covers([], ["viewer", null])).toBe(false);
});

test("the reason says which role is missing, where, and whom to ask, by name if the user may see names", () => {
  expect(reasonFor(["editor", "shop"], ["Ada", "Bob"])).toBe(
    "You need the role editor in shop. Ask an admin: Ada, Bob.",
  );
  expect(reasonFor(["admin", everywhere], [])).toBe(
    "You need the role admin in the installation. Ask an admin of this installation.",
  );
  expect(reasonFor(["editor", null], ["A", "B", "C", "D", "E"])).toContain(
    "Ask an admin: A, B, C and 2 more.",
  );
});
