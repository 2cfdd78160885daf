/** What package-lock.json says of the packages that Lamia needs at run time, and which licences they may have. */

export interface LockedPackage {
  name: string;
  version: string;
  /** An SPDX expression, as the package states it; null if the lock file has none. */
  license: string | null;
}

interface LockFile {
  packages: Record<
    string,
    { name?: string; version?: string; license?: string; dev?: boolean; link?: boolean }
  >;
}

/** Without those that only development needs; each version once, sorted. */
export function runtimePackages(lockFile: string): LockedPackage[] {
  const { packages } = JSON.parse(lockFile) as LockFile;
  const found = new Map<string, LockedPackage>();
  for (const [path, { name, version = "", license, dev, link }] of Object.entries(packages)) {
    if (path === "" || dev || link) continue;
    const known = name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    found.set(`${known}@${version}`, { name: known, version, license: license ?? null });
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Permissive licences: they ask for no more than to keep their text and the names of the authors. */
const permissive = new Set([
  ...["MIT", "Apache-2.0", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "BlueOak-1.0.0"],
  ...["CC0-1.0", "Unlicense", "PSF-2.0"],
]);

/** Packages with another licence, or with none in the lock file, and why they are fine. */
export const exceptions: readonly { packages: RegExp; license: string | null; reason: string }[] = [
  {
    packages: /^lightningcss(-[a-z0-9-]+)?$/,
    license: "MPL-2.0",
    reason: "builds the style sheets; used as published, and no part of it is in the panel",
  },
  {
    packages: /^@img\/sharp-(libvips|wasm32|win32)/,
    license: "LGPL-3.0-or-later",
    reason: "a library of its own that Next loads if a page resizes images; the panel has none",
  },
  {
    packages: /^elkjs$/,
    license: "EPL-2.0",
    reason: "comes with the command line of Prisma; the panel doesn’t load it",
  },
  {
    packages: /^caniuse-lite$/,
    license: "CC-BY-4.0",
    reason: "data about browsers, for building style sheets",
  },
  {
    packages: /^@(next\/swc|tailwindcss\/oxide)-/,
    license: null,
    reason: "MIT, like the package that they are the platforms of",
  },
  { packages: /^seq-queue$/, license: null, reason: "MIT, as the file LICENSE in the package says" },
];

/** What is wrong with the licence of each package; empty if nothing is. */
export function licenceProblems(packages: readonly LockedPackage[]): string[] {
  return packages.flatMap(({ name, version, license }) => {
    if (license !== null && isAllowed(license, permissive)) return [];
    const exception = exceptions.find((each) => each.packages.test(name));
    if (exception && isExcepted(license, exception.license)) return [];
    return [`${name} ${version}: ${license ?? "no licence in the lock file"}`];
  });
}

function isExcepted(license: string | null, excepted: string | null): boolean {
  if (license === null || excepted === null) return license === excepted;
  return isAllowed(license, new Set([...permissive, excepted]));
}

/**
 * Of alternatives, one is enough; of licences that hold together, all must be allowed.
 * https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/
 */
function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const bare = expression.replace(/^\((.*)\)$/, "$1");
  if (/\s+OR\s+/i.test(bare)) return bare.split(/\s+OR\s+/i).some((part) => isAllowed(part, allowed));
  if (/\s+AND\s+/i.test(bare)) return bare.split(/\s+AND\s+/i).every((part) => isAllowed(part, allowed));
  return allowed.has(bare);
}

/** All packages by licence, as Markdown, to go with the SBOM. */
export function licenceList(packages: readonly LockedPackage[]): string {
  const byLicence = Map.groupBy(packages, ({ license }) => license ?? "not stated");
  const sections = [...byLicence]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([license, those]) => {
      const lines = those.map(({ name, version }) => `- ${name} ${version}`);
      return `## ${license} (${those.length})\n\n${lines.join("\n")}\n`;
    });
  return `# Licences of the packages that Lamia needs at run time\n\n${sections.join("\n")}`;
}
