import {
  type DocumentOptions,
  type ParseOptions,
  Scalar,
  type ScalarTag,
  type SchemaOptions,
  stringify,
  type ToJSOptions,
} from "yaml";

const unknownToKubernetes = ["timestamp", "binary", "omap", "set", "pairs"];

/**
 * Numbers with a point or an exponent start with a digit, or a point and a digit, as kubectl reads them; the library's own
 * tests also accept `e1`, `E5` and a single point.
 */
const numbers: Record<string, RegExp> = {
  EXP: /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)[eE][-+]?[0-9]+$/,
  "": /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)$/,
};

/**
 * YAML as kubectl reads it: booleans of YAML 1.1 (`on`, `yes`), so that a text that looks like one is quoted, but no dates
 * and no base-60 numbers, which kubectl leaves as text.
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
  // The test for infinity has neither a format nor a digit.
  const isOfDigits = tag.tag.endsWith(":float") && test?.source.includes("0-9");
  return isOfDigits ? { ...tag, test: numbers[format] } : tag;
}

/** Fields in the order in which people read them; all others follow alphabetically. */
const order = [
  "apiVersion",
  "kind",
  "metadata",
  "name",
  "namespace",
  "labels",
  "annotations",
  "type",
  "selector",
  "host",
  "hosts",
  "gateways",
  "servers",
  "port",
  "number",
  "protocol",
  "targetPort",
  "match",
  "route",
  "destination",
  "subset",
  "weight",
  "subsets",
];
const rank = new Map(order.map((field, index) => [field, index]));

/** What the API server adds by itself: noise in an export, and refused or ignored in an import. */
const serverSide = ["managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink"];
const writtenByTools = [
  "kubectl.kubernetes.io/last-applied-configuration",
  // The controller of Deployments counts these.
  "deployment.kubernetes.io/revision",
];

/**
 * One or several objects as YAML with a stable order of fields, without what the server adds.
 */
export function toYaml(objects: object | readonly object[]): string {
  const list = Array.isArray(objects) ? objects : [objects];
  return list
    .map((object) =>
      stringify(ordered(forExport(object)), { ...dialect, lineWidth: 0, aliasDuplicateObjects: false }),
    )
    .join("---\n");
}

/** The object as somebody would have written it: without status and without what the API server and tools add. */
export function forExport<T extends object>(object: T): T {
  const { status: _status, ...rest } = object as Record<string, unknown>;
  const { metadata } = rest;
  if (typeof metadata !== "object" || metadata === null) return rest as T;
  const kept = Object.fromEntries(Object.entries(metadata).filter(([field]) => !serverSide.includes(field)));
  const annotations = Object.entries(kept.annotations ?? {}).filter(([key]) => !writtenByTools.includes(key));
  if (annotations.length > 0) kept.annotations = Object.fromEntries(annotations);
  else delete kept.annotations;
  return { ...rest, metadata: kept } as T;
}

/** Octal numbers of YAML 1.2, which kubectl reads as numbers, and the 1.1 of our library as text. */
const octal = /^[-+]?0o[0-7_]+$/;

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value === "string" && octal.test(value)) {
    const quoted = new Scalar(value);
    quoted.type = Scalar.QUOTE_DOUBLE;
    return quoted;
  }
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([one], [other]) => position(one) - position(other) || (one < other ? -1 : 1))
      .map(([key, inner]) => [key, ordered(inner)]),
  );
}

function position(field: string): number {
  return rank.get(field) ?? order.length;
}
