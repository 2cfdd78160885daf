import type { DocumentOptions, ParseOptions, ScalarTag, SchemaOptions, ToJSOptions } from "yaml";

const unknownToKubernetes = ["timestamp", "binary", "omap", "set", "pairs"];

/**
 * Numbers with a point or an exponent begin with a digit, or a point and a digit, as kubectl's reader has it; the
 * library's own tests take `e1`, `E5` and a lone point for numbers too.
 */
const numbers: Record<string, RegExp> = {
  EXP: /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)[eE][-+]?[0-9]+$/,
  "": /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)$/,
};

/**
 * YAML as kubectl reads it: 1.1 booleans (`on`, `yes`), so that a text value that looks like one is written
 * in quotes; but no dates and no base-60 numbers, which kubectl leaves as text.
 */
export const dialect = {
  schema: "yaml-1.1",
  customTags: (tags) =>
    tags
      .filter(
        (tag) =>
          typeof tag === "string" ||
          !(
            unknownToKubernetes.some((name) => tag.tag.endsWith(`:${name}`)) ||
            ("format" in tag && tag.format === "TIME")
          ),
      )
      .map((tag) => (typeof tag === "string" ? tag : withNumberTest(tag))),
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions & ToJSOptions;

function withNumberTest<Tag extends { tag: string }>(tag: Tag): Tag {
  const { test, format = "" } = tag as Partial<ScalarTag>;
  // The one of infinity has neither a format nor a digit in its test.
  const isOfDigits = tag.tag.endsWith(":float") && test?.source.includes("0-9");
  return isOfDigits ? { ...tag, test: numbers[format] } : tag;
}
