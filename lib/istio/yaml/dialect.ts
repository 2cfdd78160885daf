import type { DocumentOptions, ParseOptions, SchemaOptions, ToJSOptions } from "yaml";

const unknownToKubernetes = ["timestamp", "binary", "omap", "set", "pairs"];

/**
 * YAML as kubectl reads it: 1.1 booleans (`on`, `yes`), so that a text value that looks like one is written
 * in quotes; but no dates and no base-60 numbers, which kubectl leaves as text.
 */
export const dialect = {
  schema: "yaml-1.1",
  customTags: (tags) =>
    tags.filter(
      (tag) =>
        typeof tag === "string" ||
        !(
          unknownToKubernetes.some((name) => tag.tag.endsWith(`:${name}`)) ||
          ("format" in tag && tag.format === "TIME")
        ),
    ),
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions & ToJSOptions;
