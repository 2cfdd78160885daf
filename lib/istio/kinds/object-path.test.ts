import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRecord, valueAt } from "@/lib/istio/edit/merge-edits";
import { type Path, placeOfField } from "../fields/places";
import { acceptedObjects } from "../testing/accepted-objects";
import { formPath, objectPath } from "./fields-at";
import { type Kind, kindEntry, kinds } from "./index";

/** Every field of a form and everything in it, outer ones first. */
function fieldsOf(form: unknown, at: Path = []): Path[] {
  const inner = Array.isArray(form) ? [...form.entries()] : isRecord(form) ? Object.entries(form) : [];
  return [
    ...(at.length > 0 ? [at] : []),
    ...inner.flatMap(([key, value]) => (value === undefined ? [] : fieldsOf(value, [...at, key]))),
  ];
}

/** The field that shows the place of a field: the field itself, unless several share a place or none shows it. */
function shownField(kind: Kind, field: Path): Path {
  const [top, , inner] = field;
  if (kind === "Gateway" && (top === "ingress" || inner === "securedHost")) return [top ?? ""];
  // Each protocol has its own list of routes.
  return kind === "VirtualService" && field.length === 1 && top === "routes" ? [] : field;
}

describe.each(Object.keys(kinds) as Kind[])("of any %s", (kind) => {
  const { places, toForm } = kindEntry(kind);

  test("each field of the form has a place in the object, and the field shows what is there", () => {
    fc.assert(
      fc.property(acceptedObjects[kind], (object) => {
        for (const field of fieldsOf(toForm(object))) {
          expect(placeOfField(places, object, field)).not.toBeNull();
          expect(formPath(object, objectPath(object, field))).toEqual(shownField(kind, field));
        }
      }),
    );
  });

  test("a field that shows a place is shown again by its own place", () => {
    fc.assert(
      fc.property(acceptedObjects[kind], (object) => {
        for (const place of fieldsOf({ metadata: object.metadata, spec: valueAt(object, ["spec"]) })) {
          const field = formPath(object, place);
          expect(formPath(object, objectPath(object, field))).toEqual(shownField(kind, field));
        }
      }),
    );
  });
});
