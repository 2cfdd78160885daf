import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { parseServiceAccount, serviceAccountKey } from "./metadata-keys";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const valid = {
  type: "service_account",
  project_id: "democluster",
  client_email: "lamia@democluster.iam.gserviceaccount.com",
  private_key: pem,
  private_key_id: "abc",
  token_uri: "https://evil.example/token",
};

function mistakeOf(content: unknown): string {
  const parsed = parseServiceAccount(typeof content === "string" ? content : JSON.stringify(content));
  return parsed.ok ? "" : parsed.mistake;
}

test("a key file is read, but its URLs are ignored", () => {
  expect(parseServiceAccount(JSON.stringify(valid))).toEqual({
    ok: true,
    value: { project: "democluster", account: valid.client_email, keyId: "abc", privateKey: pem },
  });
});

test("the summary shows only the project and the account", () => {
  expect(serviceAccountKey.summary(JSON.stringify(valid))).toEqual({
    project: "democluster",
    account: valid.client_email,
  });
  expect(serviceAccountKey.summary("{}")).toBeNull();
});

test.each([
  ["", "empty"],
  ['{\n  "type": service_account\n}', "line 2, column 11"],
  ['{\n  "type": "service_account",\n}', "line 3, column 1"],
  [JSON.stringify(valid).slice(0, -40), "valid JSON"],
  ["[]", "no “type”"],
  [{ ...valid, type: "authorized_user" }, "your own credentials"],
  [{ ...valid, type: "external_account" }, "workload identity federation"],
  [{ ...valid, private_key: undefined }, "“private_key”"],
  [{ ...valid, client_email: undefined, project_id: "" }, "“project_id”, “client_email”"],
  [{ ...valid, private_key: pem.replaceAll("\n", "\\n") }, "a readable RSA key"],
])("a mistake is named at its place: %#", (content, expected) => {
  expect(mistakeOf(content)).toContain(expected);
});

test("no error message ever quotes the key", () => {
  const secret = pem.split("\n")[3] ?? "";
  const text = JSON.stringify(valid);
  const damaged = [
    text.replace(secret, `${secret}"`),
    text.slice(0, text.indexOf(secret) + 10),
    `x${text}`,
    `${text}x`,
  ];
  for (const content of damaged) {
    expect(mistakeOf(content)).not.toBe("");
    expect(mistakeOf(content)).not.toContain(secret.slice(0, 10));
  }
});
