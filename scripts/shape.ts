import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { beyondBounds, isSource, shapeOf } from "./checks/shape-figures";

/** `npm run shape` prints how the source is divided; with `--check` it fails when that exceeds the bounds. */
const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const sources = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => isSource(path) && existsSync(path))
  .map((path) => ({ path, lines: readFileSync(path, "utf8").split("\n").length - 1 }));
const shape = shapeOf(sources, await cycles());
const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
console.log(`${shape.files} source files, ${shape.lines} lines
median ${shape.median} lines, p90 ${shape.p90}, longest ${shape.longest[0]?.lines}, ${percent(shape.shortShare)} under 25 lines

longest
${shape.longest
  .slice(0, 8)
  .map(({ path, lines }) => `  ${String(lines).padStart(4)}  ${path}`)
  .join("\n")}

entries of folders
${shape.folders
  .slice(0, 12)
  .map(({ path, entries }) => `  ${String(entries).padStart(4)}  ${path}`)
  .join("\n")}

circles of imports, types included: ${shape.cycles.length}
${shape.cycles.map((cycle) => `  ${cycle.join(" → ")}`).join("\n")}`);
const beyond = beyondBounds(shape);
console.log(`\nbeyond the bounds: ${beyond.length}\n${beyond.map((line) => `  ${line}`).join("\n")}`);
if (values.check && beyond.length > 0) process.exit(1);

/** Each cycle once, wherever the search entered it. */
async function cycles(): Promise<string[][]> {
  const folders = ["app", "components", "lib", "sandbox", "scripts", "bench", "e2e"].filter((folder) =>
    existsSync(folder),
  );
  const { output } = await cruise(folders, {
    ruleSet: { forbidden: [{ name: "circle", severity: "error", from: {}, to: { circular: true } }] },
    validate: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "lib/store/generated" },
  });
  const found = new Map<string, string[]>();
  for (const { cycle = [] } of (output as ICruiseResult).summary.violations) {
    const files = cycle.map(({ name }) => name);
    found.set(files.toSorted().join(" "), files);
  }
  return [...found.values()];
}
