import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { regexEngineReady } from "@/lib/istio/condition/regex-problem";
import { isRecord } from "@/lib/istio/edit/merge-edits";
import type { KubernetesObject } from "@/lib/model/object";
import { acceptedObjects } from "../testing/accepted-objects";
import { readDocuments } from "../yaml/read";
import { forExport, toYaml } from "../yaml/write";
import { formSchemaFor, type Kind, kindEntry, kinds } from ".";
import { editedObject, nextObject } from "./edited-object";
import { objectProblems } from "./object-problems";

beforeAll(() => regexEngineReady);

const all = Object.keys(kinds) as Kind[];

/** As a browser receives it and sends it back. */
function formOf(kind: Kind, object: KubernetesObject): Record<string, unknown> {
  return JSON.parse(JSON.stringify(kindEntry(kind).toForm(object)));
}

function read(kind: Kind, form: unknown, current: KubernetesObject): unknown {
  const result = formSchemaFor(kind, current).safeParse(form);
  if (!result.success) throw new Error(JSON.stringify(result.error.issues));
  return result.data;
}

/** Whether `whole` contains all of `part`; lists have to be equal, except in Deployments. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part) && Array.isArray(whole))
    return part.every((entry) => whole.some((each) => isPartOf(entry, each)));
  if (!isRecord(part) || !isRecord(whole)) return Object.is(part, whole);
  return Object.entries(part).every(([key, value]) => isPartOf(value, whole[key]));
}

describe("everything that the cluster has accepted can be opened and saved", () => {
  test.each(all)("a %s that is saved unchanged in its form stays the same", (kind) => {
    fc.assert(
      fc.property(acceptedObjects[kind], (current) => {
        const form = read(kind, formOf(kind, current), current);
        expect(nextObject(kind, form, "vamp-demo", current)).toEqual(forExport(current));
        expect(isPartOf(editedObject(kind, form, "vamp-demo", current).own, current)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test.each(all)("a %s that gets a label in its form changes in nothing else", (kind) => {
    fc.assert(
      fc.property(acceptedObjects[kind], (current) => {
        const labels = { ...(formOf(kind, current).labels as object), added: "e1" };
        const form = read(kind, { ...formOf(kind, current), labels }, current);
        const next = nextObject(kind, form, "vamp-demo", current);
        // For a Deployment that Lamia didn't create, labels aren't written.
        if (kind !== "Deployment") expect(next.metadata.labels).toEqual(labels);
        const { labels: _new, ...metadata } = next.metadata;
        const { labels: _old, ...before } = current.metadata;
        expect({ ...next, metadata }).toEqual({ ...forExport(current), metadata: before });
      }),
      { numRuns: 50 },
    );
  });

  test.each(all)("a %s that is saved unchanged as YAML has no problems and stays the same", (kind) => {
    fc.assert(
      fc.property(acceptedObjects[kind], (current) => {
        const [document] = readDocuments(toYaml(current));
        expect(document?.problems).toEqual([]);
        expect(document?.value).toEqual(forExport(current));
        expect(objectProblems(kind, document?.value, current)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
