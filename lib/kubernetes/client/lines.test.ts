import { expect, test } from "vitest";
import { splitLines } from "./client";

async function read(...chunks: Uint8Array[]): Promise<string[]> {
  async function* stream() {
    yield* chunks;
  }
  const lines: string[] = [];
  for await (const line of splitLines(stream())) lines.push(line);
  return lines;
}

test("lines are whole even if chunks end anywhere, inside a character too", async () => {
  const bytes = new TextEncoder().encode('{"a":"ä€"}\n{"b":1}\n');
  for (let cut = 1; cut < bytes.length; cut += 1) {
    expect(await read(bytes.slice(0, cut), bytes.slice(cut))).toEqual(['{"a":"ä€"}', '{"b":1}']);
  }
});

test("a truncated last line is dropped", async () => {
  expect(await read(new TextEncoder().encode('{"a":1}\n{"b":'))).toEqual(['{"a":1}']);
});
