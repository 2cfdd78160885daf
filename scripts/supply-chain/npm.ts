import { execFile } from "node:child_process";

interface Advisory {
  /** Of the package that an attacker could use. */
  name: string;
  severity: string;
  title: string;
  url: string;
  versions: string;
}

export type AuditResult =
  | { state: "answered"; advisories: Advisory[]; packages: number }
  /** The registry has no advisories to give, or doesn’t answer. */
  | { state: "unanswered"; reason: string };

interface Options {
  /** The checkout whose package-lock.json counts; nothing needs to be installed. */
  folder: string;
  /** Only for tests; otherwise the one that npm is configured with. */
  registry?: string;
}

/** Asks the registry for known vulnerabilities of the packages that Lamia needs at run time, as `npm audit` does. */
export async function auditPackages({ folder, registry }: Options): Promise<AuditResult> {
  const words = ["audit", "--json", "--package-lock-only", "--omit=dev", "--fetch-retries=0"];
  const chosen = registry === undefined ? [] : [`--registry=${registry}`];
  const { stdout } = await npm(folder, [...words, "--fetch-timeout=30000", ...chosen]);
  const report = parsed(stdout);
  if (report?.vulnerabilities === undefined || report.error !== undefined)
    return { state: "unanswered", reason: report?.message ?? report?.error?.summary ?? "no report" };
  const all = Object.values(report.vulnerabilities).flatMap(({ via }) => via);
  // A package that only depends on a vulnerable one names it as text.
  const advisories = all
    .filter((each) => typeof each !== "string")
    .map(({ name, severity, title, url, range }) => ({ name, severity, title, url, versions: range }));
  const once = new Map(advisories.map((each) => [`${each.name} ${each.url}`, each]));
  return {
    state: "answered",
    advisories: [...once.values()],
    packages: report.metadata?.dependencies?.prod ?? 0,
  };
}

interface Report {
  vulnerabilities?: Record<string, { via: (string | Cause)[] }>;
  metadata?: { dependencies?: { prod?: number } };
  message?: string;
  error?: { summary?: string };
}

interface Cause {
  name: string;
  severity: string;
  title: string;
  url: string;
  range: string;
}

function parsed(text: string): Report | null {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return null;
  }
}

/** The CycloneDX document of the same packages, from the lock file alone. Throws with what npm said. */
export async function cycloneDx({ folder }: Options, now: Date): Promise<Record<string, unknown>> {
  const words = ["sbom", "--package-lock-only", "--omit=dev", "--sbom-format=cyclonedx"];
  const { stdout, stderr } = await npm(folder, [...words, "--sbom-type=application"]);
  const document = JSON.parse(stdout || "null") as {
    metadata?: { component?: Record<string, unknown> };
  } | null;
  if (!document?.metadata?.component) throw new Error(`npm made no SBOM:\n${stderr}`);
  // npm names the folder, not the package.
  document.metadata.component.name = "lamia";
  return { ...document, metadata: { ...document.metadata, timestamp: now.toISOString() } };
}

/** npm of the one that runs this script, else the one in the path. A failure of npm is in its output. */
function npm(cwd: string, words: string[]): Promise<{ stdout: string; stderr: string }> {
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith(".js") ? [process.execPath, [own]] : ["npm", []];
  return new Promise((resolve) => {
    execFile(command, [...first, ...words], { cwd, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout, stderr) =>
      resolve({ stdout, stderr }),
    );
  });
}
