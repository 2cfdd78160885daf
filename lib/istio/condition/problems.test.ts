import { beforeAll, describe, expect, test } from "vitest";
import { matchFromCondition } from "./match";
import { parseCondition } from "./parse";
import { regexEngineReady } from "./regex-problem";
import type { RouteProtocol } from "./subjects";

beforeAll(() => regexEngineReady);

/** The marked text and the message of the first problem. */
function problem(text: string, protocol: RouteProtocol = "http"): [string, string] {
  const parsed = parseCondition(text);
  const result = parsed.ok ? matchFromCondition(parsed.value, protocol) : parsed;
  if (result.ok) throw new Error("no problem found");
  const { start, end, message } = result.problem;
  return [text.slice(start, end), message];
}

describe("a mistake in a condition is reported at its position", () => {
  test.each([
    ['uri suffix "/a"', "suffix", /exact, prefix, regex/],
    ['url prefix "/a"', "url", /isn’t something a condition can check/],
    ["uri prefix /a", "/a", /quotes/],
    ['uri prefix "/a', '"/a', /closing " is missing/],
    ['uri "/a" method "GET"', "method", /“and” or “or”/],
    ['uri "/a" and', "", /missing here/],
    ['(uri "/a"', "", /closing \) is missing/],
    ['uri "/a")', ")", /no matching/],
    ["uri present", "present", /exact, prefix, regex/],
    ['header exact "x"', "exact", /Header name is missing.*quotes/],
    ['header "a b" present', 'header "a b" present', /not a valid header name/],
    ['source pod "x"', "pod", /label or namespace/],
    ["port 70000", "port 70000", /65535/],
    ['uri regex "(a"', 'uri regex "(a"', /Not a valid RE2/],
    ['uri regex "(?!a)b"', 'uri regex "(?!a)b"', /RE2/],
    ['uri regex "a" ignoring case', 'uri regex "a" ignoring case', /\(\?i\)/],
    ['uri prefix "/a" ignoring', "", /“case” after/],
    ['uri "/a" and uri "/b"', 'uri "/b"', /only once/],
    ['cookie "a" "1" and cookie "b" "2"', 'cookie "b" "2"', /header “cookie” only once/],
    ['not uri prefix "/a"', 'uri prefix "/a"', /negate only header and cookie/],
    ['uri "/a" ignoring case and uri "/a"', 'uri "/a"', /both respect and ignore/],
  ])("%s", (text, place, message) => {
    const [marked, said] = problem(text);
    expect(marked).toBe(place);
    expect(said).toMatch(message);
  });

  test("a TCP route can't match a path", () => {
    expect(problem('port 80 and uri "/a"', "tcp")[0]).toBe('uri "/a"');
  });

  test("a condition with too many alternatives is refused", () => {
    const any = `(${Array.from({ length: 6 }, (_, index) => `header "h" "${index}"`).join(" or ")})`;
    expect(problem(Array(4).fill(any).join(" and "))[1]).toMatch(/more than 128/);
  });

  test("what would be valid there is offered", () => {
    const result = parseCondition('uri "/a" and ');
    expect(result.ok ? [] : result.problem.expected).toContain("header");
  });
});
