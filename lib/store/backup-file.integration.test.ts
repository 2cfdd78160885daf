import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Backup, decodeBackup, encodeBackup } from "./backup";

const passphrase = "correct horse battery staple";
const backup: Backup = {
  createdAt: "2026-11-29T00:00:00.000Z",
  migrations: ["1_init"],
  rows: new Map([
    ["walk", ['{"key": "demo/shop:443=a.example"}', '{"key": "tab\\t"}']],
    ["event", []],
  ]),
};

test("a backup holds what it was made of, with a passphrase or without", () => {
  for (const word of [passphrase, null])
    expect(decodeBackup(encodeBackup(backup, word), word)).toEqual(backup);
  expect(encodeBackup(backup, passphrase).toString("latin1")).not.toContain("a.example");
});

test("a wrong passphrase, a changed byte, and a changed first line open nothing", () => {
  const file = encodeBackup(backup, passphrase);
  const notOpened = {
    kind: "rejected",
    message: expect.stringContaining("wrong, or the backup was changed"),
  };
  expect(() => decodeBackup(file, "another horse battery")).toThrow(expect.objectContaining(notOpened));
  const changed = Buffer.from(file);
  changed.writeUInt8(changed.readUInt8(changed.length - 20) ^ 1, changed.length - 20);
  expect(() => decodeBackup(changed, passphrase)).toThrow(expect.objectContaining(notOpened));
  const dated = Buffer.from(file.toString("latin1").replace("2026-11-29", "2027-11-29"), "latin1");
  expect(() => decodeBackup(dated, passphrase)).toThrow(expect.objectContaining(notOpened));
  expect(() => decodeBackup(file, null)).toThrow("encrypted");
});

test("a backup that somebody put in place of an encrypted one isn't opened with the passphrase", () => {
  expect(() => decodeBackup(encodeBackup(backup, null), passphrase)).toThrow("isn’t encrypted");
});

test("a backup without a passphrase can't bring users, whoever wrote it", () => {
  const [header = ""] = encodeBackup(backup, null).toString("latin1").split("\n");
  const about = JSON.stringify({ migrations: backup.migrations, tables: ["auth_user"] });
  const forged = Buffer.concat([
    Buffer.from(`${header}\n`),
    gzipSync(`${about}\nauth_user\t{"id": "mallory"}`),
  ]);
  expect(() => decodeBackup(forged, null)).toThrow("only its owners may read");
});

test("an incomplete file and a foreign one are no backup", () => {
  const file = encodeBackup(backup, null);
  expect(() => decodeBackup(file.subarray(0, -5), null)).toThrow("incomplete or damaged");
  expect(() => decodeBackup(Buffer.from("PK\u0003\u0004"), null)).toThrow("isn’t a backup");
});

test("a table that may hold secrets is never written without a passphrase", () => {
  const users: Backup = { ...backup, rows: new Map([["user", ['{"hash": "x"}']]]) };
  expect(() => encodeBackup(users, null)).toThrow("only its owners may read");
  expect(encodeBackup(users, passphrase).toString("latin1")).not.toContain("hash");
});
