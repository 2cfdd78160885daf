import { expect, test } from "vitest";
import { serviceAccountKey } from "@/lib/dns/google/metadata-keys";
import { readJsonFile } from "./read-json-file";

const file = {
  ...serviceAccountKey.file,
  fields: [...serviceAccountKey.file.fields],
  shows: [...serviceAccountKey.file.shows],
};

const key = {
  type: "service_account",
  project_id: "vamp-demo",
  client_email: "lamia@vamp-demo.iam.gserviceaccount.com",
  private_key: "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
};
const mistakeIn = (text: string) => {
  const read = readJsonFile(text, file);
  return read.ok ? null : read.mistake;
};

test("a complete key shows its project and account, and nothing of the key", () => {
  expect(readJsonFile(`\n${JSON.stringify(key)}\n`, file)).toEqual({
    ok: true,
    values: { project_id: "vamp-demo", client_email: "lamia@vamp-demo.iam.gserviceaccount.com" },
  });
});

test("the position of a broken text is reported, and its content never quoted", () => {
  const text = JSON.stringify(key, null, 2).replace('"project_id": "vamp-demo",', '"project_id": vamp-demo,');
  expect(mistakeIn(text)).toMatch(/line 3, column 17/);
  expect(mistakeIn(text)).not.toMatch(/c2VjcmV0/);
});

test("an incomplete copy is reported as such", () => {
  expect(mistakeIn(JSON.stringify(key).slice(0, -20))).toMatch(/end is missing/);
  expect(mistakeIn(JSON.stringify(key).slice(1))).toMatch(/begins with/);
  expect(mistakeIn(JSON.stringify({ ...key, private_key: "-----BEGIN PRIVATE KEY-----\nc2" }))).toMatch(
    /cut short/,
  );
});

test("another kind of file is recognized", () => {
  expect(mistakeIn('{"type":"authorized_user"}')).toMatch(/your own credentials/);
  expect(mistakeIn('{"kind":"Namespace"}')).toMatch(/no “type”/);
  expect(mistakeIn('{"type":"other"}')).toMatch(/another kind/);
});

test("each missing part is named", () => {
  const { project_id: _, client_email: __, ...rest } = key;
  expect(mistakeIn(JSON.stringify(rest))).toMatch(/“project_id” and “client_email”/);
});
