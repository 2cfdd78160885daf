import { expect, test } from "vitest";
import { readTextFile } from "./file-drop";

test("returns the text of a text file in any language", async () => {
  expect(await readTextFile(new Blob(['{"name":"Größe"}']))).toEqual({ text: '{"name":"Größe"}' });
});

test("rejects what isn't text, with a reason", async () => {
  const binary = new Blob([new Uint8Array([0xff, 0xfe, 0x00, 0x80])]);
  expect(await readTextFile(binary)).toEqual({ problem: "This file isn’t text. Choose another." });
  expect((await readTextFile(new Blob(["a\u0000b"]))).text).toBeUndefined();
});

test("rejects a file beyond 1 MiB before reading it", async () => {
  const big = new Blob([new Uint8Array(1_048_577)]);
  expect((await readTextFile(big)).problem).toMatch(/larger than 1 MiB/);
});
