import { expect, test } from "vitest";
import type { Call } from "./client/call";
import type { ClusterClient } from "./client/client";
import { kinds } from "./objects/kinds";
import { missingPermissions, neededPermissions } from "./permissions";

/** Answers access reviews: allows everything except what `refused` names as `verb resource`. */
function reviewer(refused: string[]): Pick<ClusterClient, "request"> {
  return {
    request: async <T>({ body }: Call) => {
      const { spec } = body as { spec: { resourceAttributes: { verb: string; resource: string } } };
      const { verb, resource } = spec.resourceAttributes;
      return { status: { allowed: !refused.includes(`${verb} ${resource}`) } } as T;
    },
  };
}

test("a missing permission is reported by verb and resource, with its purpose", async () => {
  const missing = await missingPermissions(reviewer(["patch gateways", "watch secrets"]));
  expect(missing.map(({ resource, missing: verbs }) => [resource, verbs])).toEqual([
    ["secrets", ["watch"]],
    ["gateways", ["patch"]],
  ]);
  expect(missing[0]?.purpose).toContain("keys");
});

test("nothing is missing when everything is allowed", async () => {
  expect(await missingPermissions(reviewer([]))).toEqual([]);
});

test("each watched kind can be read, listed and watched", () => {
  for (const { group, plural } of Object.values(kinds)) {
    const permission = neededPermissions.find((each) => each.group === group && each.resource === plural);
    expect(permission?.verbs, plural).toEqual(expect.arrayContaining(["get", "list", "watch"]));
  }
});
