import { describe, expect, test, vi } from "vitest";
import { operations } from "@/lib/server/operations";
import { openApiDocument } from "./open-api";
import { answerApi } from "./rest-api";

const { serve } = vi.hoisted(() => ({ serve: vi.fn() }));
vi.mock(import("./serve"), async (original) => ({ ...(await original()), serve }));

const at = (method: string, path: string) =>
  answerApi(new Request(`http://panel.test/api/v1${path}`, { method: method.toUpperCase() }));

describe("the REST API", () => {
  test.each(operations.map((operation) => [operation.method, operation.path, operation] as const))(
    "%s %s is answered by its operation, with what the address names",
    async (method, path, operation) => {
      serve.mockResolvedValueOnce(new Response("its answer"));
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
      const answer = await at(method, path.replaceAll(/\{(\w+)\}/g, "the%20$1%2Fof"));
      expect(await answer.text()).toBe("its answer");
      const params = Object.fromEntries(names.map((name) => [name, `the ${name}/of`]));
      expect(serve).toHaveBeenLastCalledWith(operation, expect.any(Request), params);
    },
  );

  test("answers HEAD like GET", async () => {
    serve.mockResolvedValueOnce(new Response());
    await at("head", "/status");
    expect(serve.mock.lastCall?.[0]).toMatchObject({ method: "get", path: "/status" });
  });

  test("describes itself", async () => {
    expect(await (await at("get", "/openapi.json")).json()).toMatchObject({ openapi: "3.1.0" });
  });

  test("answers an unknown path with a problem document", async () => {
    const answer = await at("get", "/virtual-clusters/shop/nothing");
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ status: 404, type: "urn:lamia:problem:not-found" });
  });

  test("says which methods a path allows", async () => {
    const answer = await at("delete", "/gateways");
    expect(answer.headers.get("allow")).toBe("GET");
    expect(await answer.json()).toMatchObject({ status: 405, detail: "/api/v1/gateways takes GET." });
  });

  test("describes every operation once, with its own id, in OpenAPI 3.1", () => {
    const document = openApiDocument();
    expect(document.openapi).toBe("3.1.0");
    const described = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path ?? {}));
    expect(described).toHaveLength(operations.length);
    const ids = described.map((operation) => (operation as { operationId: string }).operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(JSON.stringify(document)).toContain('"Problem"');
  });
});
