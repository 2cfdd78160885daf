import { type FieldErrors, get } from "react-hook-form";
import type { Problem } from "@/lib/api/problem";
import { isRecord, same } from "@/lib/istio/edit/merge-edits";

/** Whether two states of a form are equal; rendered but empty fields count as absent. */
export function sameInput(one: unknown, other: unknown): boolean {
  return same(pruned(one), pruned(other));
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (!isRecord(value)) return value === "" ? undefined : value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const kept = pruned(inner);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The type of an error from the server; it stays until its own field changes. */
export const serverError = "server";

/**
 * The fields to check again after any change in the form: those with an error, because another field may have fixed
 * its cause, and those that were touched, because the change may have caused an error there. The form library drops the errors
 * inside a field, such as at a key of its record, unless they are named after it, so `wrong` names all that is wrong now.
 */
export function namesToCheck(errors: FieldErrors, touched: object, wrong: readonly string[]): string[] {
  const asked = [...errorNames(errors, []), ...touchedNames(touched, [])];
  const inside = wrong.filter((name) => asked.some((each) => name.startsWith(`${each}.`)));
  // Parents first, because checking one drops what is inside it.
  return [...new Set([...asked, ...inside])].filter((name) => !isFromServer(get(errors, name))).sort();
}

/** Whether the server's error is at this field or inside it. */
function isFromServer(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  const { type } = node as { type?: unknown };
  if (typeof type === "string") return type === serverError;
  return Object.values(node).some(isFromServer);
}

function errorNames(node: unknown, path: readonly string[]): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { type } = node as { type?: unknown };
  if (typeof type === "string") return type === serverError ? [] : [path.join(".")];
  return Object.entries(node).flatMap(([key, inner]) =>
    // The error of a whole list is next to those of its entries.
    errorNames(inner, key === "root" ? path : [...path, key]),
  );
}

function touchedNames(node: unknown, path: readonly string[]): string[] {
  if (node === true) return [path.join(".")];
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, inner]) => touchedNames(inner, [...path, key]));
}

/**
 * Whether a rejection still applies: until all fields that it names have changed or, if it names none, until
 * anything has.
 */
export function refusalHolds(problem: Problem, refused: unknown, now: unknown): boolean {
  const names = (problem.errors ?? []).flatMap(({ path }) => (path.length > 0 ? [path.join(".")] : []));
  if (names.length === 0) return sameInput(refused, now);
  return names.some((name) => sameInput(get(refused, name), get(now, name)));
}
