import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { catalogue } from "./catalogue";
import { formatParts, parseMessage } from "./icu-format";

const texts = catalogue({
  save: "Save changes",
  deleted: "{kind} {name} deleted",
  hosts: "{count, plural, one {# host} other {# hosts}} of {virtualCluster}",
  markup: "a < b in {place}",
});

test("a message without arguments is its text", () => {
  expect(texts.save).toBe("Save changes");
});

test("arguments are named in the type, and filled in", () => {
  expect(texts.deleted({ kind: "Gateway", name: "shop" })).toBe("Gateway shop deleted");
  // @ts-expect-error: an argument is missing
  expect(() => texts.deleted({ kind: "Gateway" })).toThrow(/name/);
  // @ts-expect-error: no such message
  expect(texts.saved).toBeUndefined();
});

test("numbers select their plural", () => {
  expect(texts.hosts({ count: 1, virtualCluster: "demo" })).toBe("1 host of demo");
  expect(texts.hosts({ count: 1200, virtualCluster: "demo" })).toBe("1,200 hosts of demo");
});

test("an object as a value keeps its place among the parts", () => {
  const code = { element: "shop" };
  expect(texts.deleted({ kind: "Gateway", name: code })).toEqual(["Gateway ", code, " deleted"]);
});

test("angle brackets are text", () => {
  expect(texts.markup({ place: "<here>" })).toBe("a < b in <here>");
});

test.each([
  "plain {a} and {b}",
  "{n, plural, =0 {none at all} one {# host} other {# hosts}} of {a}",
  "{n, plural, one {{a} is # host} other {{a} are # hosts}}",
  "{kind, select, gateway {the gateway {a}} other {an object}}",
  "{kind, select, gateway {{n, plural, one {# gateway} other {# gateways}}} other {none}}",
])("reads as FormatJS has it: %s", (message) => {
  const oracle = new IntlMessageFormat(message, "en", undefined, { ignoreTag: true });
  const parsed = parseMessage(message);
  const locale = { rules: new Intl.PluralRules("en"), numbers: new Intl.NumberFormat("en") };
  for (const n of [0, 1, 2, 1000])
    for (const kind of ["gateway", "service"]) {
      const values = { a: "A <b>", b: 1234, n, kind };
      expect(formatParts(parsed, values, locale).join("")).toBe(oracle.format(values));
    }
});

test.each(["{", "}", "{a", "{a, plural, one {x}}", "{a, number}", "a } b"])("%s is refused", (message) => {
  expect(() => parseMessage(message)).toThrow(SyntaxError);
});
