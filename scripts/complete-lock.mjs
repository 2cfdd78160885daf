// `node scripts/complete-lock.mjs` adds missing optional packages of other platforms to package-lock.json. npm
// omits them when its registry doesn't have them, and `npm ci` then rejects the lock file.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const lockFile = join(dirname(dirname(fileURLToPath(import.meta.url))), "package-lock.json");
const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const processors = ["arm", "arm64", "ia32", "loong64", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/**
 * @param {{ packages: Record<string, any> }} lock as read; not changed.
 * @returns {Record<string, object>} the missing entries, by path.
 */
export function missingOptionalPackages({ packages }) {
  const missing = {};
  for (const [place, { optionalDependencies = {}, dev, devOptional }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isThere(packages, place, name)) continue;
      missing[`node_modules/${name}`] = {
        version,
        ...platformOf(name),
        ...(dev ? { dev: true } : {}),
        ...(devOptional ? { devOptional: true } : { optional: true }),
      };
    }
  }
  return missing;
}

/** Looks where Node looks: next to the package, then in each folder above. */
function isThere(packages, place, name) {
  for (let at = place; ; at = at.slice(0, at.lastIndexOf("node_modules/")).replace(/\/$/, "")) {
    if (packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

/**
 * These packages are named for their platform; `arm-gnueabihf` is arm, `x64-msvc` is x64. Without the C library, npm
 * would install both packages of a Linux.
 */
function platformOf(name) {
  const words = name.split(/[-/.]/);
  const cpu = processors.filter((each) => words.includes(each));
  const os = systems.filter((each) => words.includes(each));
  if (cpu.length === 0 && os.length === 0) throw new Error(`${name} does not say what it runs on`);
  const libc = Object.entries({ musl: "musl", gnu: "glibc" })
    .filter(([start]) => os.includes("linux") && words.some((word) => word.startsWith(start)))
    .map(([, library]) => library);
  const named = { cpu, os, libc };
  return Object.fromEntries(Object.entries(named).filter(([, found]) => found.length > 0));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(lockFile, "utf8"));
  const missing = missingOptionalPackages(lock);
  const [root, ...others] = Object.entries({ ...lock.packages, ...missing });
  // npm sorts the paths by name, so the next `npm install` changes nothing.
  others.sort(([left], [right]) => left.localeCompare(right, "en"));
  lock.packages = Object.fromEntries([root, ...others]);
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} packages added to package-lock.json.`);
}
