import fc from "fast-check";
import { RE2JS } from "re2js";
import { beforeAll, describe, expect, test } from "vitest";
import { values } from "@/lib/istio/testing/arbitraries";
import { regexEngineReady, regexProblem } from "./regex-problem";
import { cookieRegex, cookieTerm } from "./term-problem";

beforeAll(() => regexEngineReady);

describe("a regular expression may contain only what Envoy's RE2 accepts", () => {
  test.each([
    "\\\\a\\)",
    "\\Qa.b(\\E",
    "(?i)abc",
    "(?P<name>a)",
    "(?<name>a)",
    "(?s-i:a.b)",
    "\\pL+",
    "[[:alpha:]]",
    "a{1000}",
    "[{9999}]{1,1000}",
    "\\x{10FFFF}",
    "^$",
    "a||b",
    "\\z",
    "[]a]",
  ])("takes %s", (pattern) => {
    expect(regexProblem(pattern)).toBeNull();
  });

  test.each([
    ["(a", /missing closing \)/],
    ["a)", /unexpected \)/],
    ["(?!a)b", /RE2/],
    ["(?<=a)b", /RE2/],
    ["(a)\\1", /RE2/],
    ["a{2,1001}", /RE2/],
    ["(a{100}){100}", /RE2/],
    ["*", /RE2/],
    ["[b-a]", /RE2/],
    ["a**", /RE2/],
    ["\\", /RE2/],
    ["(?z)", /RE2/],
    ["a".repeat(1025), /1024 bytes/],
    ["é".repeat(513), /1024 bytes/],
  ])("refuses %s", (pattern, message) => {
    expect(regexProblem(pattern)).toMatch(message);
  });

  test("a literal value is never read as syntax", () => {
    const quoted = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    fc.assert(
      fc.property(values, (value) => {
        expect(regexProblem(quoted(value))).toBeNull();
        expect(RE2JS.matches(quoted(value), value)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("a cookie with any value gives an expression that RE2 accepts, that finds the cookie, and that is recognized again", () => {
    fc.assert(
      fc.property(
        values.filter((value) => !/[;\s]/.test(value)),
        (value) => {
          const term = { kind: "term", subject: "cookie", name: "x", operator: "exact", value } as const;
          const regex = cookieRegex(term);
          expect(regexProblem(regex)).toBeNull();
          expect(RE2JS.matches(regex, `a=b; x=${value}; c=d`)).toBe(true);
          expect(cookieTerm(regex)).not.toBeNull();
        },
      ),
      { numRuns: 500 },
    );
  });
});
