import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * CAs that nobody here wrote, as they come from Go's module proxy. `npm run test:cas` builds them, in a few minutes, and
 * keeps them; tests use what is there.
 */
const modules = {
  pebble: "github.com/letsencrypt/pebble/v2/cmd/pebble@v2.10.3",
  "step-ca": "github.com/smallstep/certificates/cmd/step-ca@v0.30.2",
} as const;

type CaProgram = keyof typeof modules;

const folderOf = (name: CaProgram) =>
  join(
    process.env.XDG_CACHE_HOME || join(homedir(), ".cache"),
    "lamia",
    "acme",
    modules[name].split("@")[1] ?? "",
  );

/** The path of a program that was built before; null otherwise. */
export function builtCa(name: CaProgram): string | null {
  const path = join(folderOf(name), name);
  return existsSync(path) ? path : null;
}

/** Builds those that are missing. Returns what went wrong, by program; nothing where all are there. */
export function buildCas(): Map<CaProgram, string> {
  const problems = new Map<CaProgram, string>();
  for (const name of Object.keys(modules) as CaProgram[]) {
    if (builtCa(name)) continue;
    const folder = folderOf(name);
    mkdirSync(folder, { recursive: true });
    console.log(`Building ${modules[name]} (kept in ${folder}) …`);
    const built = spawnSync("go", ["install", "-trimpath", modules[name]], {
      encoding: "utf8",
      env: { ...process.env, GOBIN: folder, CGO_ENABLED: "0" },
    });
    if (built.status !== 0) problems.set(name, built.error?.message ?? built.stderr.trim());
  }
  return problems;
}
