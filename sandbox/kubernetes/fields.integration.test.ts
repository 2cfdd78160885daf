import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gateway, startTestApi, type TestApi } from "./testing/start-test-api";

interface Answer {
  status: number;
  warnings: string[];
  body: Record<string, unknown>;
}

const gateways = "/apis/networking.istio.io/v1/namespaces/vamp-demo/gateways";
const configMaps = "/api/v1/namespaces/vamp-demo/configmaps";
const misspelt = {
  ...gateway("misspelt"),
  spec: { ...(gateway("misspelt").spec as object), selektor: { istio: "x" } },
};

describe("unknown fields", () => {
  let running: TestApi;
  let ca: string;
  beforeAll(async () => {
    running = await startTestApi();
    ca = await readFile(`${running.directory}/pki/root.pem`, "utf8");
  });
  afterAll(() => running.close());

  /** A text body is sent unchanged. */
  const send = (method: string, path: string, body: unknown, type = "application/json") =>
    new Promise<Answer>((resolve, reject) => {
      const headers = { authorization: "Bearer test-token", "content-type": type };
      const sent = request(
        new URL(path, running.api.url),
        { method, headers, ca, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            const warning = response.headersDistinct.warning ?? [];
            const text = Buffer.concat(chunks).toString("utf8");
            resolve({ status: response.statusCode ?? 0, warnings: warning, body: JSON.parse(text) });
          });
        },
      );
      sent.on("error", reject);
      sent.end(typeof body === "string" ? body : JSON.stringify(body));
    });

  it("are rejected in strict mode with the API server's message, and nothing is stored", async () => {
    const { status, body } = await send("POST", `${gateways}?fieldValidation=Strict`, misspelt);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      kind: "Status",
      reason: "BadRequest",
      message:
        'Gateway in version "v1" cannot be handled as a Gateway: strict decoding error: unknown field "spec.selektor"',
    });
    expect((await send("GET", `${gateways}/misspelt`, "")).status).toBe(404);
  });

  it("cause a warning header by default, and are not stored", async () => {
    const warned = await send("POST", gateways, misspelt);
    expect(warned.status).toBe(201);
    expect(warned.warnings).toEqual(['299 - "unknown field \\"spec.selektor\\""']);
    expect(warned.body.spec).toEqual(gateway("misspelt").spec);
    const ignored = await send(
      "PATCH",
      `${gateways}/misspelt?fieldValidation=Ignore`,
      { spec: { x: 1 } },
      merge,
    );
    expect(ignored).toMatchObject({ status: 200, warnings: [] });
    expect(ignored.body.spec).toEqual(gateway("misspelt").spec);
  });

  it("are rejected in the result of a patch too", async () => {
    await send("POST", configMaps, { metadata: { name: "patched" }, data: { a: "b" } });
    const path = `${configMaps}/patched?fieldValidation=Strict`;
    const strategic = await send(
      "PATCH",
      path,
      { dat: { a: "c" } },
      "application/strategic-merge-patch+json",
    );
    expect(strategic.status).toBe(422);
    expect(strategic.body.message).toBe(
      ' "" is invalid: patch: Invalid value: "map[dat:map[a:c]]": strict decoding error: unknown field "dat"',
    );
    const add = [{ op: "add", path: "/dat", value: {} }];
    expect((await send("PATCH", path, add, "application/json-patch+json")).status).toBe(422);
  });

  it("can't be applied in any mode", async () => {
    const path = `${gateways}/applied?fieldManager=me&fieldValidation=Ignore`;
    const { status, body } = await send("PATCH", path, { ...misspelt, metadata: { name: "applied" } }, apply);
    expect(status).toBe(500);
    expect(body.message).toBe(
      "failed to create typed patch object (/applied; networking.istio.io/v1, Kind=Gateway): " +
        ".spec.selektor: field not declared in schema",
    );
  });

  it("in list items with the same keys are ambiguous", async () => {
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "twice", namespace: "vamp-demo" },
    };
    const ports = [
      { port: 80, name: "a" },
      { port: 80, name: "b" },
    ];
    const path = "/api/v1/namespaces/vamp-demo/services/twice?fieldManager=me";
    const { status, body } = await send("PATCH", path, { ...service, spec: { ports } }, apply);
    expect(status).toBe(500);
    expect(body.message).toBe(
      "failed to create typed patch object (vamp-demo/twice; /v1, Kind=Service): " +
        '.spec.ports: duplicate entries for key [port=80,protocol="TCP"]',
    );
  });

  it("are rejected when they are duplicates", async () => {
    const twice = '{"metadata":{"name":"twice"},"data":{"a":"1","a":"2"}}';
    expect((await send("POST", `${configMaps}?fieldValidation=Strict`, twice)).body.message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: ' +
        'strict decoding error: duplicate field "data.a"',
    );
    expect((await send("POST", configMaps, twice)).warnings).toEqual([
      '299 - "duplicate field \\"data.a\\""',
    ]);
  });

  it("aren't the only error: a value of the wrong type is rejected with Go's message", async () => {
    const { status, body } = await send("POST", configMaps, { metadata: { name: "typed" }, data: { a: 1 } });
    expect(status).toBe(400);
    expect(body.message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: ' +
        "json: cannot unmarshal number into Go struct field ConfigMap.data of type string",
    );
  });

  it("need a body in a known format, at a path where the kind can be written", async () => {
    const body = { metadata: { name: "formless" } };
    const form = await send("POST", configMaps, "name=formless", "application/x-www-form-urlencoded");
    expect(form).toMatchObject({ status: 415, body: { reason: "UnsupportedMediaType" } });
    expect((await send("POST", "/api/v1/configmaps", body)).status).toBe(405);
    const forced = await send("PATCH", `${configMaps}/patched?force=true`, {}, merge);
    expect(forced.body.message).toContain("force: Forbidden: may not be specified for non-apply patch");
    expect((await send("GET", "/api/v1/namespaces?limit=two", "")).status).toBe(400);
    const { body: page } = await send("GET", "/api/v1/namespaces?limit=4", "");
    expect(page.metadata).toMatchObject({ continue: expect.any(String), remainingItemCount: 2 });
    expect((await send("GET", "/", "")).body.paths).toContain("/apis/networking.istio.io/v1");
  });

  it("follow one of three validation modes", async () => {
    const { status, body } = await send("POST", `${configMaps}?fieldValidation=strict`, {
      metadata: { name: "w" },
    });
    expect(status).toBe(422);
    expect(body.message).toBe(
      'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "strict": ' +
        'supported values: "", "Ignore", "Strict", "Warn"',
    );
  });
});

const merge = "application/merge-patch+json";
const apply = "application/apply-patch+yaml";
