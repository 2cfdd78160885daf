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

describe("fields that nobody knows", () => {
  let running: TestApi;
  let ca: string;
  beforeAll(async () => {
    running = await startTestApi();
    ca = await readFile(`${running.directory}/pki/root.pem`, "utf8");
  });
  afterAll(() => running.close());

  /** The body is sent as it stands where it is text. */
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

  it("are refused where they are to be, in the API server's words, and nothing is stored", async () => {
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

  it("are told of by a header unless said otherwise, and left out of what is stored", async () => {
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

  it("are refused in what a patch makes, too", async () => {
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

  it("cannot be applied, whatever is said of them", async () => {
    const path = `${gateways}/applied?fieldManager=me&fieldValidation=Ignore`;
    const { status, body } = await send("PATCH", path, { ...misspelt, metadata: { name: "applied" } }, apply);
    expect(status).toBe(500);
    expect(body.message).toBe(
      "failed to create typed patch object (/applied; networking.istio.io/v1, Kind=Gateway): " +
        ".spec.selektor: field not declared in schema",
    );
  });

  it("cannot be told apart when two items of a list have the same keys", async () => {
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

  it("are as bad when they stand twice", async () => {
    const twice = '{"metadata":{"name":"twice"},"data":{"a":"1","a":"2"}}';
    expect((await send("POST", `${configMaps}?fieldValidation=Strict`, twice)).body.message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: ' +
        'strict decoding error: duplicate field "data.a"',
    );
    expect((await send("POST", configMaps, twice)).warnings).toEqual([
      '299 - "duplicate field \\"data.a\\""',
    ]);
  });

  it("are not all: a value of another type is refused, in the words of Go", async () => {
    const { status, body } = await send("POST", configMaps, { metadata: { name: "typed" }, data: { a: 1 } });
    expect(status).toBe(400);
    expect(body.message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: ' +
        "json: cannot unmarshal number into Go struct field ConfigMap.data of type string",
    );
  });

  it("stand only in bodies of a known form, written where objects of the kind may be", async () => {
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

  it("are asked about by one of three words", async () => {
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
