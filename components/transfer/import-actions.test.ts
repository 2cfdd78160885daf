import { describe, expect, test } from "vitest";
import type { ImportedDocumentView } from "@/lib/api/import";
import { obstaclesOf, outcomeOf, writable } from "./import-actions";
import { readFiles } from "./text-drop";

const document: ImportedDocumentView = {
  index: 0,
  kind: "Gateway",
  name: "gw",
  namespace: "vamp-demo",
  written: null,
  line: 1,
  start: 0,
  source: "kubernetes",
  problems: [],
  action: "create",
  current: null,
  next: "",
  findings: [],
  refusals: [],
  result: null,
};

describe("an import", () => {
  test("writes what it would create or change, and nothing else", () => {
    const actions = ["create", "change", "unchanged", null] as const;
    expect(actions.map((action) => writable({ ...document, action }))).toEqual([true, true, false, false]);
  });

  test("asks for permission to take over only if another field manager owns a field", () => {
    const refused = { path: ["spec"], message: "not valid" };
    expect(obstaclesOf([{ ...document, refusals: [refused] }])).toEqual({ owned: false, errors: false });
    expect(obstaclesOf([document, { ...document, refusals: [{ ...refused, manager: "helm" }] }]).owned).toBe(
      true,
    );
  });

  test("reports its result without naming what didn't happen", () => {
    expect(outcomeOf({ documents: [], skipped: [], written: 2, unchanged: 0, failed: 0 })).toBe("2 saved");
    expect(outcomeOf({ documents: [], skipped: [], written: 0, unchanged: 1, failed: 3 })).toBe(
      "0 saved, 1 unchanged, 3 not saved",
    );
  });
});

describe("files to import", () => {
  test("become documents of one text, each under its name", async () => {
    const read = await readFiles([new File(["a: 1\n"], "a.yaml"), new File(["b: 2"], "b.yaml")]);
    expect(read.text).toBe("# a.yaml\na: 1\n---\n# b.yaml\nb: 2\n");
  });

  test("are rejected by name if one isn't text", async () => {
    const read = await readFiles([new File([new Uint8Array([0xff, 0xfe, 0])], "picture.png")]);
    expect(read.problem).toMatch(/^picture\.png: /);
  });
});
