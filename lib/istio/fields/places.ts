import type { KubernetesObject } from "@/lib/model/object";

export type Path = readonly (string | number)[];

/**
 * Path steps that differ between a form and its object, such as the position of a route: one number in the form, a protocol
 * and a number in the object. Each function returns `null` if the steps have no counterpart.
 */
export interface Steps {
  /** How many steps it has on each side. */
  inForm: number;
  inObject: number;
  toObject(object: KubernetesObject, steps: Path): Path | null;
  toForm(object: KubernetesObject, steps: Path): Path | null;
}

/** A position in a list, the same on both sides. */
const index = Symbol("index");
/** All further steps, the same on both sides; may be empty. */
const rest = Symbol("rest");
/** Anything below, which has no counterpart. */
const below = Symbol("below");
export const step = { index, rest, below } as const;

type Pattern = readonly (string | typeof index | typeof rest | typeof below | Steps)[];

/** A field of a form and its place in the object. */
export interface Place {
  form: Pattern;
  object: Pattern;
  /** In which direction the line applies; both by default. */
  only?: "toObject" | "toForm";
}

/** The field is stored at the place, and the field shows the place. */
export function both(form: Pattern, object: Pattern): Place {
  return { form, object };
}

/** The field is stored at the place, but another line leads from the place back to a field. */
export function standsAt(form: Pattern, object: Pattern): Place {
  return { form, object, only: "toObject" };
}

/** The field also shows this place, even though it is stored elsewhere; with an empty `form`, no field shows it. */
export function shownBy(object: Pattern, form: Pattern): Place {
  return { form, object, only: "toForm" };
}

/** The place of a field in the object, by the first matching line; `null` if none matches. */
export function placeOfField(table: readonly Place[], object: KubernetesObject, path: Path): Path | null {
  return translated(table, object, path, "inForm");
}

/** The field that shows a place of the object, by the first matching line; `null` if none matches. */
export function fieldOfPlace(table: readonly Place[], object: KubernetesObject, path: Path): Path | null {
  return translated(table, object, path, "inObject");
}

type Side = "inForm" | "inObject";

function translated(table: readonly Place[], object: KubernetesObject, path: Path, from: Side): Path | null {
  for (const { form, object: inObject, only } of table) {
    if (only === (from === "inForm" ? "toForm" : "toObject")) continue;
    const [read, written] = from === "inForm" ? [form, inObject] : [inObject, form];
    const found = match(read, object, path, from);
    if (found) return filled(written, found, (steps) => counterpart(steps, object, [], from) ?? []);
  }
  return null;
}

/** A variable part of a pattern, and the other side's steps for it. */
type Found = [part: Pattern[number], steps: Path];

function counterpart(part: Steps, object: KubernetesObject, steps: Path, from: Side): Path | null {
  return from === "inForm" ? part.toObject(object, steps) : part.toForm(object, steps);
}

/** `null` if the path doesn't match. */
function match(pattern: Pattern, object: KubernetesObject, path: Path, from: Side): Found[] | null {
  const found: Found[] = [];
  let at = 0;
  for (const part of pattern) {
    if (part === below) return found;
    if (part === rest) return [...found, [rest, path.slice(at)]];
    const steps = path.slice(at, at + (typeof part === "object" ? part[from] : 1));
    at += typeof part === "object" ? part[from] : 1;
    if (at > path.length) return null;
    if (typeof part === "object") {
      const other = counterpart(part, object, steps, from);
      if (!other) return null;
      found.push([part, other]);
    } else if (part === index) {
      if (typeof steps[0] !== "number") return null;
      found.push([part, steps]);
    } else if (steps[0] !== part) return null;
  }
  return at === path.length ? found : null;
}

/** The pattern with its variable parts filled in; `ofNothing` is for a part that has no step on the other side. */
function filled(pattern: Pattern, found: readonly Found[], ofNothing: (part: Steps) => Path): Path {
  const left = [...found];
  return pattern.flatMap((part): Path => {
    if (typeof part === "string") return [part];
    if (part === below) return [];
    const at = left.findIndex(([each]) => each === part);
    const [taken] = at < 0 ? [] : left.splice(at, 1);
    return taken?.[1] ?? (typeof part === "object" ? ofNothing(part) : []);
  });
}
