import type { z } from "zod";
import type { KubernetesObject } from "@/lib/model/object";
import type { FieldProblem } from "../fields/field-problem";
import { objectPath } from "./fields-at";
import { formSchemaFor, type Kind, kindEntry } from "./index";
import { texts } from "./texts";
import { newProblems } from "./tolerated-problems";

/**
 * Everything wrong with one object, as written in YAML, with paths in the object: first its structure and, if that is valid,
 * all rules of the form. Doesn't report what is already wrong with `standing`, the object being edited, and hasn't changed.
 */
export function objectProblems(
  kind: Kind,
  object: unknown,
  current: KubernetesObject | null = null,
): FieldProblem[] {
  const before = current ? structureOf(kind, current) : [];
  const structure = newProblems(
    { problems: structureOf(kind, object), in: object },
    { problems: before, in: current },
  );
  if (structure.length > 0) return structure;
  const written = object as KubernetesObject;
  const rules = formSchemaFor(kind, written, current).safeParse(kindEntry(kind).toForm(written));
  if (rules.success) return [];
  return rules.error.issues.map((issue) => ({
    path: objectPath(written, keys(issue.path)),
    message: issue.message,
  }));
}

function structureOf(kind: Kind, object: unknown): FieldProblem[] {
  const read = kindEntry(kind).objectSchema.safeParse(object, { reportInput: true });
  return read.success ? [] : read.error.issues.flatMap(structureProblems);
}

function structureProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  const path = keys(issue.path);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: texts.unknownField({ key }),
    }));
  if (issue.code === "invalid_type") {
    const what = nameOf(path);
    const missing = issue.input === undefined;
    const message = missing
      ? texts.required({ what })
      : texts.wrongType({ what, type: noun(issue.expected) });
    return [{ path, message }];
  }
  // All unions are of numbers and names, or of amounts such as 500m.
  if (issue.code === "invalid_union") return [{ path, message: texts.numberOrText({ what: nameOf(path) }) }];
  return [{ path, message: issue.message }];
}

function nameOf(path: readonly (string | number)[]): string {
  const last = path.at(-1);
  return typeof last === "number"
    ? texts.entryOf({ list: path.at(-2) ?? "list" })
    : texts.field({ name: last ?? "apiVersion" });
}

function noun(expected: string): string {
  const nouns: Record<string, string> = {
    string: texts.text,
    number: texts.number,
    boolean: texts.flag,
    array: texts.list,
    object: texts.map,
    record: texts.map,
  };
  return nouns[expected] ?? expected;
}

function keys(path: readonly PropertyKey[]): (string | number)[] {
  return path.map((key) => (typeof key === "symbol" ? String(key) : key));
}
