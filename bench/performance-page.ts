import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { dirname, join } from "node:path";

const file = join(import.meta.dirname, "..", "docs", "performance.md");
const begin = "<!-- bench:begin -->";
const end = "<!-- bench:end -->";

/** Puts the table, with when and where it was measured, between the markers of docs/performance.md. */
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
