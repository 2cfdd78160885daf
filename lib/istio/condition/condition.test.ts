import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { conditions, regexes, values } from "@/lib/istio/testing/arbitraries";
import type { MatchEntry, StringMatch } from "@/lib/model/istio-objects";
import { labels, ports, records } from "../testing/arbitraries";
import { type Condition, printCondition } from "./condition";
import { conditionFromMatch, matchFromCondition } from "./match";
import { parseCondition } from "./parse";
import { regexEngineReady } from "./regex-problem";

const stringMatches: fc.Arbitrary<StringMatch> = fc.oneof(
  values.map((exact) => ({ exact })),
  values.map((prefix) => ({ prefix })),
  regexes.map((regex) => ({ regex })),
);
const byName = fc.dictionary(labels, fc.oneof(stringMatches, fc.constant({})), {
  minKeys: 1,
  maxKeys: 2,
  noNullPrototype: true,
});
const entries: fc.Arbitrary<MatchEntry> = fc
  .record(
    {
      uri: stringMatches,
      method: stringMatches,
      authority: stringMatches,
      scheme: stringMatches,
      headers: byName,
      withoutHeaders: byName,
      queryParams: byName,
      port: ports,
      sourceLabels: records.filter((record) => Object.keys(record).length > 0),
      sourceNamespace: labels,
      gateways: fc.array(labels, { minLength: 1, maxLength: 3 }),
      name: labels,
      statPrefix: labels,
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .filter((entry) => Object.keys(entry).length > 0);

/** The condition without its positions in the text. */
function bare(condition: Condition | null): unknown {
  return JSON.parse(JSON.stringify(condition, (key, value) => (key === "at" ? undefined : value)));
}

function parsed(text: string): Condition | null {
  const result = parseCondition(text);
  if (!result.ok) throw new Error(`${result.problem.message} in ${text}`);
  return result.value;
}

function matched(text: string) {
  const result = matchFromCondition(parsed(text));
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

// Load RE2 first. Otherwise it would load during the first test, and check only some of the conditions.
beforeAll(() => regexEngineReady);

describe("the condition language", () => {
  test("any condition comes back unchanged from its text", () => {
    fc.assert(
      fc.property(conditions, (condition) => {
        expect(bare(parsed(printCondition(condition)))).toEqual(condition);
      }),
      { numRuns: 1000 },
    );
  });

  test("any match comes back unchanged from its text", () => {
    fc.assert(
      fc.property(fc.array(entries, { minLength: 1, maxLength: 3 }), (match) => {
        expect(matched(printCondition(conditionFromMatch(match)))).toEqual(match);
      }),
    );
  });

  test("any text that Istio can hold comes back from its match in canonical form, with the same match", () => {
    let held = 0;
    fc.assert(
      fc.property(conditions, (condition) => {
        const match = matchFromCondition(condition);
        if (!match.ok) return;
        held++;
        const text = printCondition(conditionFromMatch(match.value));
        expect(matched(text)).toEqual(match.value);
        expect(printCondition(conditionFromMatch(matched(text)))).toBe(text);
      }),
      { numRuns: 300 },
    );
    expect(held).toBeGreaterThan(50);
  });

  test("the original's condition becomes one entry for each alternative", () => {
    const text = 'header "User-Agent" regex ".*Chrome.*" and uri prefix "/service1" or cookie "x" exact "y"';
    expect(matched(text)).toEqual([
      { headers: { "user-agent": { regex: ".*Chrome.*" } }, uri: { prefix: "/service1" } },
      { headers: { cookie: { regex: "^(.*?; *)?(x=y)(;.*)?$" } } },
    ]);
  });

  test("'and' distributes over parentheses", () => {
    expect(matched('(method "GET" or method "HEAD") and port 8080')).toEqual([
      { method: { exact: "GET" }, port: 8080 },
      { method: { exact: "HEAD" }, port: 8080 },
    ]);
  });

  test("a negated header goes into withoutHeaders, and a negated group is expanded by De Morgan's laws", () => {
    expect(matched('not (header "a" present or header "b" exact "c")')).toEqual([
      { withoutHeaders: { a: {}, b: { exact: "c" } } },
    ]);
  });

  test("the regular expression for a cookie finds it anywhere among the cookies, and nowhere else", () => {
    const regex = new RegExp(matched('cookie "x" exact "y"')[0]?.headers?.cookie?.regex ?? "");
    expect(["x=y", "a=b; x=y", "x=y; a=b"].every((header) => regex.test(header))).toBe(true);
    expect(["ax=y", "x=yz", "a=x=y"].some((header) => regex.test(header))).toBe(false);
  });

  test("blank text and an empty entry match everything", () => {
    expect(parsed("  ")).toBeNull();
    expect(conditionFromMatch([{ uri: { prefix: "/" } }, {}])).toBeNull();
  });
});
