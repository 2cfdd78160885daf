import type { Row } from "./row";

const titles: Record<keyof Row, string> = {
  measure: "measure",
  ours: "Lamia",
  floor: "floor",
  ratio: "ratio",
  target: "target",
  met: "met",
};
const columns = Object.keys(titles) as (keyof Row)[];

/** The rows as a Markdown table whose columns line up, so that it can be read in a terminal as well. */
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
