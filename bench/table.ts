import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { dirname, join } from "node:path";

/** One line of the table. */
export interface Row {
  measure: string;
  ours: string;
  floor: string;
  ratio: string;
  target: string;
  /** Null when there is no target. */
  met: boolean | null;
}

/** A row with a limit for its value, without a floor. */
export function limitRow(measure: string, value: number, limit: number, unit: string): Row {
  return {
    measure,
    ours: figure(value, unit),
    floor: "",
    ratio: "",
    target: `≤ ${limit}${unit ? ` ${unit}` : ""}`,
    met: value <= limit,
  };
}

export function figure(value: number, unit: string): string {
  const digits = Math.abs(value) < 10 && !Number.isInteger(value) ? 2 : 0;
  return `${value.toFixed(digits)}${unit ? ` ${unit}` : ""}`;
}

/** The value below which a share (0–1) of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

const titles: Record<keyof Row, string> = {
  measure: "measure",
  ours: "Lamia",
  floor: "floor",
  ratio: "ratio",
  target: "target",
  met: "met",
};
const columns = Object.keys(titles) as (keyof Row)[];

/** The rows as a Markdown table with aligned columns, for reading in a terminal too. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [columns.map((column) => titles[column]), ...rows.map(cellsOf)];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => [...(line[at] ?? "")].length)));
  const lines = cells.map(
    (line) => `| ${line.map((cell, at) => padded(cell, widths[at] ?? 0)).join(" | ")} |`,
  );
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

function cellsOf(row: Row): string[] {
  const met = row.met === null ? "" : row.met ? "yes" : "**MISSED**";
  return columns.map((column) => (column === "met" ? met : row[column]));
}

function padded(cell: string, width: number): string {
  return cell + " ".repeat(width - [...cell].length);
}

const file = join(import.meta.dirname, "..", "docs", "performance.md");
const begin = "<!-- bench:begin -->";
const end = "<!-- bench:end -->";

/** Writes the table, with time and place of the measurement, between the markers of docs/performance.md. */
export function writePerformancePage(table: string, loadAtStart: number): void {
  const text = existsSync(file) ? readFileSync(file, "utf8") : `# Performance\n\n${begin}\n${end}\n`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has lost its markers ${begin} and ${end}.`);
  const body = `${begin}\n${conditions(loadAtStart)}\n\n${table}\n${end}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text.slice(0, from) + body + text.slice(to + end.length));
}

function conditions(loadAtStart: number): string {
  const model = cpus()[0]?.model.trim() || "unknown processor";
  const load = `${loadAtStart.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`;
  return `Measured ${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} cores (${model}), Node ${process.versions.node}, load ${load}.`;
}
