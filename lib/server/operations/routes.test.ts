import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openApiDocument } from "../open-api";
import { operations } from ".";

const routes = join(import.meta.dirname, "..", "..", "..", "app", "api", "v1");

describe("the REST API", () => {
  test.each(operations.map(({ method, path }) => [method.toUpperCase(), path] as const))(
    "%s %s has a route",
    (method, path) => {
      const file = join(routes, path.replaceAll(/\{(\w+)\}/g, "[$1]"), "route.ts");
      expect(existsSync(file), file).toBe(true);
      expect(readFileSync(file, "utf8")).toMatch(new RegExp(`export const ${method} = `));
    },
  );

  test("describes every operation once, with an id of its own, in OpenAPI 3.1", () => {
    const document = openApiDocument();
    expect(document.openapi).toBe("3.1.0");
    const described = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path ?? {}));
    expect(described).toHaveLength(operations.length);
    const ids = described.map((operation) => (operation as { operationId: string }).operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(JSON.stringify(document)).toContain('"Problem"');
  });
});
