import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operations } from "@/lib/server/operations";
import { startAnsweringPanel, type TestPanel } from "@/lib/server/testing/test-panel";
import { openApiDocument } from "./open-api";
import { serve } from "./serve";

/** Sends every operation in OpenAPI what nobody should send: none of it may cause a server error. */
let panel: TestPanel;
beforeAll(async () => {
  panel = await startAnsweringPanel();
});
afterAll(async () => panel?.close());

const odd = [
  "\0",
  "a\0b",
  "\ufffd\ufffe",
  "\ud800",
  "constructor",
  "__proto__",
  "toString",
  "hasOwnProperty",
  "..",
  "../../kube-system",
  "%00",
  "%ff%fe",
  "' OR 1=1 --",
  "%_\\",
  "-1",
  "1e400",
  "9".repeat(400),
  "\u202e\u0007",
  "💥",
  "{}",
  "",
];
const polluting = `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`;

/** Bodies around a text, in the shapes that operations know and in others. */
const bodiesOf = (value: string): unknown[] => [
  value,
  JSON.stringify(value),
  { [value]: value },
  polluting,
  {
    kind: value,
    object: { apiVersion: value, kind: value, metadata: { name: value, labels: { [value]: value } } },
  },
  { kind: "Gateway", isNew: true, form: { name: value, labels: { constructor: value, toString: value } } },
  { text: `kind: ${value}\n__proto__: {polluted: true}`, apply: false },
  { name: value, app: value, image: value, labels: { [value]: value }, metadata: { [value]: value } },
];

const paths = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
  Object.keys(item ?? {}).map((method) => [method, path] as const),
);
// When signing in, the body is a token; Istio is installed by a Job, which has nothing to do with texts.
const tried = paths.filter(([, path]) => path !== "/istio/install");

async function statusOf(method: string, path: string, value: string, body?: unknown): Promise<number> {
  const operation = operations.find((each) => each.method === method && each.path === path);
  if (!operation) throw new Error(`no operation ${method} ${path}`);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const keys = ["q", "cursor", "state", "kind", "vc", "show", "host", "severity", "level", value];
  const query = body === undefined ? new URLSearchParams(keys.map((name) => [name, value])) : "";
  const leaving = new AbortController();
  const request = new Request(`http://panel.test/api/v1/x?${query}`, {
    method: method.toUpperCase(),
    headers: {
      authorization: `Bearer ${panel.installation.environment.LAMIA_API_TOKEN?.reveal()}`,
      "content-type": "application/json",
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    signal: leaving.signal,
  });
  const params = Object.fromEntries(
    names.map((name) => [name, name === "vc" && body !== undefined ? "vamp-demo" : value]),
  );
  const response = await serve(operation, request, params);
  // The stream of events has no end of its own.
  leaving.abort();
  await response.body?.cancel().catch(() => {});
  return response.status;
}

describe.each(tried)("%s %s", (method, path) => {
  test("answers odd text in its path as a client error", async () => {
    for (const value of odd)
      expect(await statusOf(method, path, value), JSON.stringify(value)).toBeLessThan(500);
    if (path !== "/session") expect(await statusOf(method, path, "a\0b")).toBe(400);
  });
});

const writing = tried.filter(([method]) => method !== "get" && method !== "delete");

describe.each(writing)("%s %s", (method, path) => {
  test("answers odd bodies as a client error", async () => {
    for (const value of odd)
      for (const body of bodiesOf(value)) {
        const what = `${JSON.stringify(value)} in ${JSON.stringify(body)}`;
        expect(await statusOf(method, path, "thing", body), what).toBeLessThan(500);
      }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
