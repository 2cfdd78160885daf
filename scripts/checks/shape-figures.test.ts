import { expect, test } from "vitest";
import { beyondBounds, isSource, shapeOf } from "./shape-figures";

const files = (count: number, lines: number, folder = (at: number) => `lib/part${at % 10}/room${at % 40}`) =>
  Array.from({ length: count }, (_, at) => ({ path: `${folder(at)}/file${at}.ts`, lines }));

test("tests and generated code are not source", () => {
  const paths = [
    "lib/a.ts",
    "lib/a.test.ts",
    "e2e/a.spec.ts",
    "lib/a.contract.ts",
    "lib/store/generated/a.ts",
  ];
  expect(paths.filter(isSource)).toEqual(["lib/a.ts"]);
});

test("a source within the bounds gets no complaint", () => {
  const shape = shapeOf([...files(850, 70), ...files(150, 20)], []);
  expect(shape).toMatchObject({ files: 1000, median: 70, p90: 70, shortShare: 0.15 });
  expect(beyondBounds(shape)).toEqual([]);
});

test("a folder counts its subfolders too, but not their contents", () => {
  const { folders } = shapeOf([...files(3, 60, () => "lib/room"), { path: "lib/a.ts", lines: 60 }], []);
  expect(folders).toEqual([
    { path: "lib/room", entries: 3 },
    { path: "lib", entries: 2 },
    { path: ".", entries: 1 },
  ]);
});

test("each exceeded bound is named with what exceeds it", () => {
  const shape = shapeOf(
    [...files(1000, 10, () => "lib/full"), { path: "lib/long.ts", lines: 321 }],
    [["lib/a.ts", "lib/b.ts"]],
  );
  expect(beyondBounds(shape)).toEqual([
    "1001 files; at most 1000 of 10321 lines",
    "a median of 10 lines; 60 to 90",
    "100 % under 25 lines; under 20 %",
    "lib/long.ts has 321 lines; at most 320",
    "lib/full has 1000 entries; at most 30",
    "a circle of imports: lib/a.ts → lib/b.ts",
  ]);
});

test("a source that grows by files of a hundred lines stays within the bounds", () => {
  const grown = (lines: number) =>
    beyondBounds(
      shapeOf(
        files(1100, lines, (at) => `lib/${at % 50}/${at % 25}`),
        [],
      ),
    );
  expect(grown(100).filter((line) => line.includes("files"))).toEqual([]);
  expect(grown(99).filter((line) => line.includes("files"))).toEqual([
    "1100 files; at most 1089 of 108900 lines",
  ]);
});
