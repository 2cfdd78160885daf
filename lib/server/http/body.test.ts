import { expect, test } from "vitest";
import { computedMs } from "@/lib/testing/computed-ms";
import { mostBytes, readBody } from "./body";

const read = (body: string) => readBody(new Request("http://panel.test", { method: "POST", body }));
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test("a body may be as deep as objects are, and is refused before it is parsed if it is deeper", async () => {
  await expect(read(nested(100))).resolves.toBeInstanceOf(Array);
  for (const levels of [101, 5_000, mostBytes / 2])
    await expect(read(nested(levels))).rejects.toMatchObject({
      problem: {
        status: 400,
        detail: "The body has more than 100 levels of objects and lists within each other.",
      },
    });
  await expect(read(`{"a":`.repeat(200))).rejects.toMatchObject({ problem: { status: 400 } });
});

test("brackets in texts don't count, whatever is escaped before them", async () => {
  const text = `${"[{".repeat(500)}\\"\\\\`;
  await expect(read(JSON.stringify({ text }))).resolves.toEqual({ text });
});

test("to look at the largest body takes no time that others would notice", async () => {
  const body = JSON.stringify("[".repeat(mostBytes - 2));
  const before = computedMs();
  await read(body);
  expect(computedMs() - before).toBeLessThan(500);
});
