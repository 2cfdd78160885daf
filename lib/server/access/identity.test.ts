import { describe, expect, test } from "vitest";
import { apiTokenIdentity } from "./identity";
import { isOver } from "./session-limits";

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000);
const limits = { idleInSeconds: 3600, longestInSeconds: 36_000 };

describe("a session", () => {
  const session = (createdAt: Date, usedAt: Date) => ({ createdAt, usedAt, expiresAt: at(10_000) });

  test("ends an hour after its last use, to the second", () => {
    const used = session(at(0), at(30));
    expect(isOver(used, limits, new Date(at(90).getTime() - 1))).toBe(false);
    expect(isOver(used, limits, at(90))).toBe(true);
  });

  test("ends after ten hours, however much it is used", () => {
    expect(isOver(session(at(0), at(599)), limits, at(599))).toBe(false);
    expect(isOver(session(at(0), at(600)), limits, at(600))).toBe(true);
  });

  test("ends when it was to expire, even if the limits have become longer", () => {
    expect(isOver({ createdAt: at(0), usedAt: at(5), expiresAt: at(5) }, limits, at(5))).toBe(true);
  });
});

describe("an API token", () => {
  const user = {
    id: "u",
    name: "Mia",
    email: "m@example.com",
    groups: [],
    createdAt: at(0),
    disabledAt: null,
    lastSignInAt: null,
  };
  const grants = (held: [role: string, scope: string][], role: string, scope: string) => {
    const subject = { kind: "user", name: "u" } as const;
    const bindings = held.map(([each, where]) => ({ subject, role: each, scope: where }));
    return apiTokenIdentity(user, { id: "t", name: "ci", role, scope }, bindings).grants;
  };

  test("never does more than its user", () => {
    expect(grants([["viewer", "*"]], "admin", "*")).toEqual([{ role: "viewer", scope: "*" }]);
    expect(grants([["editor", "shop"]], "admin", "*")).toEqual([{ role: "editor", scope: "shop" }]);
    expect(grants([["editor", "shop"]], "editor", "billing")).toEqual([]);
    expect(grants([], "admin", "*")).toEqual([]);
  });

  test("never does more than it was made for", () => {
    expect(grants([["admin", "*"]], "viewer", "shop")).toEqual([{ role: "viewer", scope: "shop" }]);
    expect(grants([["admin", "*"]], "unknown role", "*")).toEqual([]);
  });
});
