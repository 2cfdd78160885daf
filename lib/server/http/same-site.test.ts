import { describe, expect, test } from "vitest";
import { readEnvironment } from "../environment";
import { headOf, refuseForeign } from "./authentication";
import { problemOf } from "./problem-error";

const token = "a-token-of-sixteen";

function statusOf(
  method: string,
  headers: Record<string, string>,
  environment: Record<string, string> = {},
  path = "/api/v1/session",
): number {
  const given = { host: "127.0.0.1:3000", ...headers };
  const header = (name: string) => new Headers(given).get(name);
  const hasBody = Number(header("content-length") ?? 0) > 0;
  try {
    refuseForeign({ method, path, header, hasBody }, readEnvironment({ NODE_ENV: "test", ...environment }));
    return 200;
  } catch (thrown) {
    return problemOf(thrown).status;
  }
}

describe("a name made to resolve to the panel", () => {
  test.each(["GET", "POST", "DELETE"])("is not answered without a token: %s", (method) => {
    expect(statusOf(method, { host: "rebound.evil.test" })).toBe(421);
    expect(statusOf(method, { host: "127.0.0.1.evil.test:3000" })).toBe(421);
    expect(statusOf(method, { host: "localhost.evil.test" })).toBe(421);
    expect(statusOf(method, { host: "" })).toBe(421);
    // Nor by its address, because the header is then what a page of that address would send.
    expect(statusOf(method, { host: "192.0.2.1" })).toBe(421);
  });

  test.each(["/", "/api/v1/events", "/metrics", "/api/v1/openapi.json", "/_next/static/x.js"])(
    "reads nothing from %s",
    (path) => {
      expect(statusOf("GET", { host: "rebound.evil.test" }, {}, path)).toBe(421);
    },
  );

  test.each([
    "localhost",
    "LOCALHOST:3000",
    "lamia.localhost:80",
    "127.0.0.1:3000",
    "127.1.2.3",
    "[::1]:3000",
    "localhost.",
  ])("is none of this machine's own, such as %s", (host) => {
    expect(statusOf("GET", { host })).toBe(200);
  });

  test("is allowed when LAMIA_HOSTS has it; then others are rejected, even with a token", () => {
    const named = { LAMIA_HOSTS: "lamia.example.com, Other.example.com" };
    expect(statusOf("GET", { host: "lamia.example.com:8443" }, named)).toBe(200);
    expect(statusOf("GET", { host: "other.example.com" }, named)).toBe(200);
    expect(statusOf("GET", { host: "x.example.com" }, { ...named, LAMIA_API_TOKEN: token })).toBe(421);
    expect(statusOf("GET", { host: "x.example.com" }, { LAMIA_API_TOKEN: token })).toBe(200);
  });

  test("doesn't keep a kubelet from its probes, nor a program from using its token", () => {
    const named = { LAMIA_HOSTS: "lamia.example.com", LAMIA_API_TOKEN: token };
    for (const path of ["/healthz", "/readyz"])
      expect(statusOf("GET", { host: "10.1.2.3:3000" }, named, path)).toBe(200);
    expect(statusOf("GET", { host: "lamia.lamia-system.svc", authorization: `Bearer ${token}` }, named)).toBe(
      200,
    );
    expect(statusOf("GET", { host: "rebound.evil.test", authorization: "Bearer x" })).toBe(421);
  });
});

describe("a page of another site", () => {
  test.each(["POST", "PUT", "PATCH", "DELETE"])(
    "changes nothing, and signs nobody in or out: %s",
    (method) => {
      for (const environment of [{}, { LAMIA_API_TOKEN: token }]) {
        expect(statusOf(method, { origin: "https://evil.test" }, environment)).toBe(403);
        expect(statusOf(method, { origin: "null" }, environment)).toBe(403);
        expect(statusOf(method, { origin: "http://127.0.0.1:9999" }, environment)).toBe(403);
        expect(statusOf(method, { "sec-fetch-site": "cross-site" }, environment)).toBe(403);
        expect(statusOf(method, { "sec-fetch-site": "same-site" }, environment)).toBe(403);
        expect(statusOf(method, { origin: "http://127.0.0.1:3000" }, environment)).toBe(200);
        expect(statusOf(method, { "sec-fetch-site": "none" }, environment)).toBe(200);
      }
    },
  );

  test("is distinguished from the panel's own behind a proxy that changes Host, by LAMIA_HOSTS", () => {
    const headers = { host: "127.0.0.1:3000", origin: "https://lamia.example.com" };
    expect(statusOf("POST", headers)).toBe(403);
    expect(statusOf("POST", headers, { LAMIA_HOSTS: "lamia.example.com" })).toBe(200);
  });

  test("can't send what a form sends: a body is JSON and says so", () => {
    const body = { "content-length": "2" };
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/json",
      "",
    ])
      expect(statusOf("POST", { ...body, "content-type": type })).toBe(415);
    expect(statusOf("POST", body)).toBe(415);
    expect(statusOf("POST", { ...body, "content-type": "application/json; charset=utf-8" })).toBe(200);
    expect(statusOf("PATCH", { ...body, "content-type": "application/merge-patch+json" })).toBe(200);
    expect(statusOf("POST", { "content-length": "0" })).toBe(200);
  });
});

test("a request without a body needs no type, even though Next gives it an empty one", () => {
  const url = "http://127.0.0.1:3000/api/v1/session";
  const empty = { method: "POST", body: "" } as const;
  expect(headOf(new Request(url, { ...empty, headers: { "content-length": "0" } })).hasBody).toBe(false);
  expect(headOf(new Request(url, empty)).hasBody).toBe(false);
  expect(headOf(new Request(url, { ...empty, headers: { "content-length": "2" } })).hasBody).toBe(true);
  expect(headOf(new Request(url, { ...empty, headers: { "transfer-encoding": "chunked" } })).hasBody).toBe(
    true,
  );
});

test("LAMIA_HOSTS takes names, neither URLs nor ports", () => {
  const hosts = (LAMIA_HOSTS: string) => readEnvironment({ NODE_ENV: "test", LAMIA_HOSTS }).LAMIA_HOSTS;
  expect(hosts("a.example.com.,[::1]")).toEqual(["a.example.com", "::1"]);
  for (const wrong of ["https://a.example.com", "a.example.com:443", "a/b", "*", "a b", ","])
    expect(() => hosts(wrong)).toThrow("LAMIA_HOSTS");
});
