import { posix } from "node:path";

/** A source file and its length. */
export interface SourceFile {
  path: string;
  lines: number;
}

export interface Shape {
  files: number;
  lines: number;
  median: number;
  p90: number;
  longest: SourceFile[];
  /** The share of files under 25 lines, from 0 to 1. */
  shortShare: number;
  /** The number of direct entries of a folder, including folders; the fullest first. */
  folders: { path: string; entries: number }[];
  /** Files that import each other in a cycle, including type imports. */
  cycles: string[][];
}

/** Tests, what only they use by convention of its name, and generated code are not source. */
export function isSource(path: string): boolean {
  return (
    /\.(ts|tsx|mjs|cjs|js)$/.test(path) &&
    !/\.(test|spec|contract)\.tsx?$/.test(path) &&
    !/(^|\/)generated\//.test(path)
  );
}

export function shapeOf(files: readonly SourceFile[], cycles: string[][]): Shape {
  const lengths = files.map(({ lines }) => lines).sort((one, other) => one - other);
  const at = (share: number) =>
    lengths[Math.min(lengths.length - 1, Math.floor(share * lengths.length))] ?? 0;
  const entries = Map.groupBy(new Set(files.flatMap(({ path }) => withFolders(path))), (path) =>
    posix.dirname(path),
  );
  return {
    files: files.length,
    lines: lengths.reduce((sum, length) => sum + length, 0),
    median: at(0.5),
    p90: at(0.9),
    longest: files.toSorted((one, other) => other.lines - one.lines),
    shortShare: lengths.filter((lines) => lines < 25).length / Math.max(1, lengths.length),
    folders: [...entries]
      .map(([path, inside]) => ({ path, entries: inside.length }))
      .sort((one, other) => other.entries - one.entries),
    cycles,
  };
}

/** The path, and each folder above it except the project's root. */
function withFolders(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === "." ? [path] : [path, ...withFolders(parent)];
}

/** A thousand files, or as many as average a hundred lines: new rooms are no reason for smaller files. */
const mostFiles = (lines: number) => Math.max(1000, Math.floor(lines / 100));

/** What exceeds the bounds in CONTRIBUTING, one line each. */
export function beyondBounds(shape: Shape): string[] {
  const { files, lines, median, p90, longest, shortShare, folders, cycles } = shape;
  return [
    ...(files > mostFiles(lines) ? [`${files} files; at most ${mostFiles(lines)} of ${lines} lines`] : []),
    ...(median < 60 || median > 90 ? [`a median of ${median} lines; 60 to 90`] : []),
    ...(shortShare >= 0.2 ? [`${Math.round(shortShare * 100)} % under 25 lines; under 20 %`] : []),
    ...(p90 > 200 ? [`one in ten has more than ${p90} lines; at most 200`] : []),
    ...longest
      .filter((file) => file.lines > 320)
      .map((file) => `${file.path} has ${file.lines} lines; at most 320`),
    ...folders
      .filter((folder) => folder.entries > 30)
      .map(({ path, entries }) => `${path} has ${entries} entries; at most 30`),
    ...cycles.map((cycle) => `a circle of imports: ${cycle.join(" → ")}`),
  ];
}
