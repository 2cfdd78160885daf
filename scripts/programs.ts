import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Where the build leaves what `npm start` and `npm run worker` run: within the build, as they belong to it. */
export const programsFolder = join(
  import.meta.dirname,
  "..",
  process.env.LAMIA_DIST_DIR ?? ".next",
  "programs",
);
/** The built panel; runs on the pinned Node. */
export const panelProgram = join(programsFolder, "panel.mjs");

const root = join(import.meta.dirname, "..");
const sources = [
  "app",
  "components",
  "lib",
  "prisma",
  "public",
  "package.json",
  "next.config.js",
  "instrumentation.ts",
  "scripts/start.ts",
  "scripts/memory-settings.ts",
];

/** True when the production build is newer than everything that it is made of. */
export function isBuilt(): boolean {
  const built = modified(join(root, process.env.LAMIA_DIST_DIR ?? ".next", "BUILD_ID"));
  if (!existsSync(panelProgram)) return false;
  return built > 0 && sources.every((source) => newest(join(root, source)) <= built);
}

function newest(path: string): number {
  const own = modified(path);
  if (own === 0 || !statSync(path).isDirectory()) return own;
  const inside = readdirSync(path).filter((name) => !/\.test\.tsx?$|^(generated|testing)$/.test(name));
  return inside.reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
