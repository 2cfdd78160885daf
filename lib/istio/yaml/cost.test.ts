import fc from "fast-check";
import { expect, test } from "vitest";
import { computedMs } from "@/lib/testing/computed-ms";
import { cursorAt, mostDocuments, mostMarks, overBound, partsOf } from "./cursor";
import { readDocuments, readDocumentsInTurns } from "./read";

/** Texts that took seconds, or whose time grew with the square of their length, and some that might. */
const filled = (unit: string) => unit.repeat(Math.ceil(900_000 / unit.length));
const lines = (make: (index: number) => string, join = "\n") =>
  Array.from({ length: 80_000 }, (_, index) => make(index)).join(join);
const heavy: Record<string, string> = {
  keys: lines((index) => `k${index}: v`),
  "keys in flow": `{${lines((index) => `k${index}: v`, ", ")}}`,
  quotes: `a: ${filled('"')}`,
  "quotes on lines": filled("'\n"),
  "nested lists in flow": filled("["),
  "nested maps in flow": filled("{a: "),
  "nested lists": filled("- "),
  "nested keys": filled("? "),
  "nested maps": Array.from({ length: 1_300 }, (_, index) => `${" ".repeat(index)}a:`).join("\n"),
  commas: `[${filled(",")}]`,
  colons: filled(":\n"),
  comments: filled("# a\n"),
  anchors: filled("&a "),
  "many anchors": lines((index) => `- &a${index} x`),
  aliases: `- &a x\n${filled("- *a\n")}`,
  merges: `a: &a {x: 1}\nb:\n${filled("  <<: *a\n")}`,
  tags: filled("!a "),
  directives: filled("%a\n"),
  "empty lines in a scalar": `a: |\n${filled("\n")}`,
  "a scalar of many lines": `a: ${filled("word\n  ")}`,
  escapes: `a: "${filled("\\u0041")}"`,
  mistakes: filled("a: b: c\n"),
  blanks: filled(" "),
  "one word": filled("a"),
  aliasBomb: `a: &a [x]\n${lines((index) => `b${index}: &b${index} [*${index ? `b${index - 1}` : "a"}, *a]`)}`,
};

/**
 * Processor time in milliseconds; if the first run isn't good enough, the best of three, because the machine does other work,
 * too.
 */
function cost(run: () => unknown, bound: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let runs = 0; runs < 3 && best >= bound; runs++) {
    const began = computedMs();
    run();
    best = Math.min(best, computedMs() - began);
  }
  return best;
}

/** The longest text that is read at once. */
function cut(text: string): string {
  return text.slice(0, (overBound(text) ?? text.length) - 1);
}

/**
 * 200 ms, or on a slow machine three times what ordinary keys take that are just short enough: a text that is hostile costs no more.
 */
const bound = Math.max(200, 3 * cost(() => readDocuments(cut(heavy.keys ?? "")), 0));

test.each(Object.entries(heavy))(
  "%s: 900 kB are refused, and what is not refused is read in 200 ms",
  (_, text) => {
    expect(cost(() => readDocuments(text), bound)).toBeLessThan(bound);
    expect(cost(() => readDocuments(cut(text)), bound)).toBeLessThan(bound);
  },
);

test("too long a text is reported with the limit, at its place", () => {
  const text = heavy.keys ?? "";
  const [document, ...more] = readDocuments(text);
  expect(more).toEqual([]);
  expect(document).toMatchObject({ value: null, problems: [{ message: expect.stringContaining("16,000") }] });
  expect(document?.problems[0]?.line).toBe(mostMarks / 2 + 1);
});

test("a text of many documents is read in turns, none of which takes long", async () => {
  const object = `kind: A\nspec:\n${Array.from({ length: 900 }, (_, index) => `  k${index}: v\n`).join("")}`;
  const text = Array.from({ length: 90 }, () => object).join("---\n");
  const turns: number[] = [];
  let began = computedMs();
  const documents = await readDocumentsInTurns(text, async () => {
    turns.push(computedMs() - began);
    await new Promise((resolve) => setImmediate(resolve));
    began = computedMs();
  });
  expect(documents).toHaveLength(90);
  expect(documents.flatMap(({ problems }) => problems)).toEqual([]);
  expect(turns.sort((one, other) => one - other)[Math.floor(turns.length * 0.9)]).toBeLessThan(200);
});

test("more documents than the bound are refused at the first of them", async () => {
  const text = "--- a\n".repeat(mostDocuments + 1);
  const [document] = await readDocumentsInTurns(text, async () => undefined);
  expect(document?.problems).toMatchObject([
    { line: mostDocuments + 1, message: expect.stringContaining("1,000") },
  ]);
});

test("an endlessly nested object is reported, and nothing is thrown", () => {
  for (const text of [
    "[".repeat(5_000) + "]".repeat(5_000),
    `${"- ".repeat(5_000)}a`,
    `a: ${"{a: ".repeat(150)}1${"}".repeat(150)}`,
  ])
    expect(readDocuments(text)[0]?.problems[0]?.message).toMatch(/levels deep|too deeply/);
  const fine = `a: ${"{a: ".repeat(50)}1${"}".repeat(50)}`;
  expect(readDocuments(fine)[0]?.problems).toEqual([]);
});

test("documents read in turns are those that are read in one go", async () => {
  const pieces = fc.constantFrom(
    "---\n",
    "--- a\n",
    "a: 1\n",
    "a: 1\na: 2\n",
    "b: |\n  x\n",
    "# c\n",
    "...\n",
    "- x\n",
    "---x: 1\n",
    "%YAML 1.2\n---\n",
    "\n",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 8 }), async (list) => {
      const text = list.join("");
      expect(
        partsOf(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
      const reported = ({ value, problems, locate }: ReturnType<typeof readDocuments>[number]) => ({
        value,
        problems: problems.map(({ line, message }) => `${line} ${message}`),
        at: locate(["a"]).line,
      });
      const inTurns = await readDocumentsInTurns(text, async () => undefined);
      const inOneGo = readDocuments(text);
      // A mistake in one document may read differently for its neighbors when they are read together.
      if (inOneGo.every(({ problems }) => problems.length === 0))
        expect(inTurns.map(reported)).toEqual(inOneGo.map(reported));
    }),
    { numRuns: 300 },
  );
});

test.each([
  `kind: Gateway\na: ${" ".repeat(200_000)}x`,
  `"${"a".repeat(200_000)}`,
  `a${" ".repeat(200_000)}`,
])("the place of the cursor is found at once in a long line", (text) => {
  expect(cost(() => cursorAt(text, text.length), 50)).toBeLessThan(50);
});
