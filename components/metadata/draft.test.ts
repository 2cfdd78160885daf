import { describe, expect, test } from "vitest";
import type { MetadataEntry } from "@/lib/api/metadata";
import { serviceAccountKey } from "@/lib/dns/google/metadata-keys";
import {
  applyPatch,
  emptyDraft,
  hasProblems,
  otherPairs,
  patchOf,
  problemsOf,
  withField,
  withoutSecrets,
} from "./draft";

const known = (key: string, rest: Partial<MetadataEntry>): MetadataEntry => ({
  key,
  secret: false,
  set: false,
  wellKnown: { label: key, help: "", kind: "text", group: "Google Cloud DNS" },
  ...rest,
});
const { file } = serviceAccountKey;
const keyFile: MetadataEntry["wellKnown"] = {
  label: "Key",
  help: "",
  kind: "json-file",
  group: "Google Cloud DNS",
  file: { ...file, fields: [...file.fields], shows: [...file.shows] },
};
const entries: MetadataEntry[] = [
  known("google_project_id", { set: true, value: "old-project" }),
  known("google_service_account", {
    secret: true,
    set: true,
    wellKnown: keyFile,
    summary: { project: "old-project" },
  }),
  { key: "team", secret: false, set: true, value: "shop" },
  { key: "note", secret: false, set: true, value: "a\nb" },
];
const others = otherPairs(entries);

test("a browser's stored draft has nothing of a secret, not even of one in the wrong place", () => {
  const secret = "-----BEGIN PRIVATE KEY-----";
  const onlySecret = withField(entries, emptyDraft, "google_service_account", secret);
  expect(withoutSecrets(entries, onlySecret)).toBe(emptyDraft);
  const draft = {
    fields: { google_service_account: secret, google_project_id: "new-project", gone: secret },
    others: { before: others, now: [...others, { key: "google_service_account", value: secret }] },
  };
  const kept = withoutSecrets(entries, draft);
  expect(kept).toEqual({
    fields: { google_project_id: "new-project" },
    others: { before: others, now: others },
  });
});

describe("the patch", () => {
  test("is empty while nothing differs", () => {
    expect(patchOf(entries, emptyDraft)).toEqual({});
    const same = { fields: { google_project_id: " old-project " }, others: { before: others, now: others } };
    expect(patchOf(entries, same)).toEqual({});
  });

  test("has only differences; a renamed key is one removed and one added", () => {
    const draft = {
      fields: { google_project_id: "new-project" },
      others: { before: others, now: [{ key: "crew", value: "shop" }, others[1] ?? { key: "", value: "" }] },
    };
    expect(patchOf(entries, draft)).toEqual({ google_project_id: "new-project", team: null, crew: "shop" });
  });

  test("removes a secret only on request, not while its new value is still empty", () => {
    expect(patchOf(entries, { ...emptyDraft, fields: { google_service_account: "" } })).toEqual({});
    expect(patchOf(entries, { ...emptyDraft, fields: { google_service_account: null } })).toEqual({
      google_service_account: null,
    });
  });

  test("doesn't undo somebody else's changes", () => {
    const draft = { ...emptyDraft, others: { before: others, now: [...others, { key: "new", value: "1" }] } };
    const moved = entries.map((entry) => (entry.key === "team" ? { ...entry, value: "other" } : entry));
    expect(patchOf(moved, draft)).toEqual({ new: "1" });
  });
});

test("a secret in the entries after a patch shows as set, and never with its value", () => {
  const after = applyPatch(entries, { google_service_account: "{…}", team: null, new: "1" });
  expect(after.find(({ key }) => key === "google_service_account")).toMatchObject({ set: true });
  expect(JSON.stringify(after)).not.toMatch(/{…}/);
  expect(after.map(({ key }) => key)).toEqual(["google_project_id", "google_service_account", "note", "new"]);
});

describe("problems", () => {
  const of = (now: { key: string; value: string }[]) =>
    problemsOf(entries, { fields: {}, others: { before: others, now } });

  test("belong to their pair", () => {
    const { others: found } = of([
      { key: "a b", value: "1" },
      { key: "ok", value: "" },
      { key: "ok", value: "2" },
      { key: "", value: "lost" },
      { key: "google_project_id", value: "x" },
      { key: "managed", value: "false" },
      { key: "fine", value: "1" },
    ]);
    expect(found.map((problem) => Object.keys(problem ?? {}))).toEqual([
      ["key"],
      ["value"],
      ["key"],
      ["key"],
      ["key"],
      ["key"],
      [],
    ]);
  });

  test("ignore an empty row", () => {
    expect(hasProblems(of([{ key: "", value: "" }]))).toBe(false);
  });

  test("include the check of a key file before it is sent", () => {
    const { fields } = problemsOf(entries, { fields: { google_service_account: "nonsense" }, others: null });
    expect(fields.google_service_account).toMatch(/JSON/);
  });
});

describe("the project of a service account's key", () => {
  const keyOf = (project: string) =>
    JSON.stringify({
      type: "service_account",
      project_id: project,
      client_email: `dns@${project}.iam.gserviceaccount.com`,
      private_key: "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n",
    });
  const unset = [
    known("google_project_id", {}),
    known("google_service_account", { secret: true, wellKnown: keyFile }),
  ];

  test("is filled in if empty, follows another key, and is removed with it", () => {
    const first = withField(unset, emptyDraft, "google_service_account", keyOf("one-project"));
    expect(first.fields.google_project_id).toBe("one-project");
    const second = withField(unset, first, "google_service_account", keyOf("two-project"));
    expect(second.fields.google_project_id).toBe("two-project");
    expect(withField(unset, second, "google_service_account", undefined).fields).toEqual({});
  });

  test("is not filled in if one is stored or typed", () => {
    const stored = withField(entries, emptyDraft, "google_service_account", keyOf("one-project"));
    expect(stored.fields).not.toHaveProperty("google_project_id");
    const typed = withField(unset, emptyDraft, "google_project_id", "my-project");
    const both = withField(unset, typed, "google_service_account", keyOf("one-project"));
    expect(both.fields.google_project_id).toBe("my-project");
  });
});
