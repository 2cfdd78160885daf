import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { secretSearch } from "./secret-search";

const pem = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
  type: "pkcs8",
  format: "pem",
}) as string;
const token = 'tok"en/with+odd signs=1\n2';
const search = secretSearch([
  { name: "the key", value: pem },
  { name: "the token", value: token },
]);
const around = (text: string | Buffer) =>
  Buffer.concat([Buffer.from("before "), Buffer.from(text), Buffer.from("\u0001 after")]);

test.each([
  ["such", around(token)],
  ["JSON", around(JSON.stringify({ token }))],
  ["JSON in JSON", around(JSON.stringify({ said: JSON.stringify({ token }) }))],
  ["a URL", around(`/x?token=${encodeURIComponent(token)}&y=1`)],
  ["a form", around(new URLSearchParams({ a: "1", token }).toString())],
  ["hexadecimal", around(Buffer.from(`x${token}y`).toString("hex"))],
  ["base64", around(Buffer.from(`user:${token}`).toString("base64"))],
  ["base64", around(Buffer.from(`users:${token} and more`).toString("base64"))],
  ["base64", around(Buffer.from(`user1:${token}?`).toString("base64"))],
  ["base64", around(Buffer.from(`{"x":"${token}"}`).toString("base64url"))],
])("a secret is found as %s", (form, content) => {
  expect(search("the log", content)).toContain(`the token is in the log as ${form}`);
});

test("a secret is found at the beginning and at the end of a text, and as all of it", () => {
  const shortest = secretSearch([{ name: "the code", value: "twelve-chars" }]);
  for (const text of ["twelve-chars", "twelve-chars and more", "before twelve-chars"])
    expect(shortest("a file", text)).toEqual(["the code is in a file as such"]);
});

test("a key is found by any of its lines, and by its bytes", () => {
  const [, first = "", second = "", third = ""] = pem.split("\n");
  for (const line of [first, second]) expect(search("a dump", `… ${line} …`)).not.toEqual([]);
  // Of P-256, the rest is the public key.
  expect(search("a certificate", third)).toEqual([]);
  const bytes = Buffer.from(pem.replaceAll(/-----.*-----|\n/g, ""), "base64");
  expect(search("a dump", around(bytes))).toContain("the key is in a dump as such");
  expect(search("a dump", around(bytes.toString("hex")))).toContain("the key is in a dump as hexadecimal");
});

test("nothing is found in what holds none, or only part of one", () => {
  expect(search("the log", around(token.slice(1)))).toEqual([]);
  expect(search("the log", "-----BEGIN PRIVATE KEY-----\nno key\n-----END PRIVATE KEY-----")).toEqual([]);
});
