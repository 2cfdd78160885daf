import { expect, test } from "vitest";
import { certificateCovers, isWanted, readHealth } from "./health";

const statusesOf = (status: string) => {
  const read = readHealth({ status });
  if ("problem" in read) return read.problem;
  return [200, 204, 301, 399, 401, 404].filter((each) => isWanted(each, read.health.wanted ?? []));
};

test("a healthy answer is requested at / and can have any good status unless the Gateway says otherwise", () => {
  expect(readHealth()).toEqual({ health: { path: "/", wanted: null } });
  expect(readHealth({ status: " " })).toEqual({ health: { path: "/", wanted: null } });
});

test.each([
  ["200", [200]],
  ["2xx", [200, 204]],
  ["2XX, 301", [200, 204, 301]],
  ["200,401", [200, 401]],
  ["200-399", [200, 204, 301, 399]],
])("health_status %s", (written, wanted) => {
  expect(statusesOf(written)).toEqual(wanted);
});

test.each(["ok", "20", "600", "200-", "399-200", "200,,404", "2x", "200;404", "099"])(
  "health_status %s is refused, with what may be written",
  (written) => {
    expect(statusesOf(written)).toContain("such as 200, 2xx, 200-399 or 200,401");
  },
);

test.each([
  "healthz",
  "",
  "https://other.example/",
  "/a b",
  "/a\r\nHost: x",
  "/a#b",
  `/${"a".repeat(1024)}`,
  "/é",
])("health_path %j is refused", (path) => {
  expect(readHealth({ path })).toMatchObject({
    key: "health_path",
    problem: expect.stringContaining("/healthz"),
  });
});

test("health_path may have a query", () => {
  expect(readHealth({ path: "/healthz?full=1" })).toMatchObject({ health: { path: "/healthz?full=1" } });
});

test("a wildcard in a certificate covers one label only", () => {
  expect(certificateCovers(["*.a.test"], "b.a.test")).toBe(true);
  expect(certificateCovers(["*.a.test"], "c.b.a.test")).toBe(false);
  expect(certificateCovers(["*.a.test"], "a.test")).toBe(false);
  expect(certificateCovers(["B.a.test"], "b.a.test")).toBe(true);
});
