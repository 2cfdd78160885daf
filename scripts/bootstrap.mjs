// Node's built-ins alone: makes a fresh clone ready to run, on any Node from 20 on.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const stampFile = join(modules, ".lamia-installed");
const windows = process.platform === "win32";
const startedBy = process.ppid;

/** The Node version that the project pins. */
const pinnedNode = join(modules, "node", "bin", windows ? "node.exe" : "node");

/** Installs the dependencies when node_modules is missing or outdated, and generates the database client. */
export async function bootstrap() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const installed =
    existsSync(stampFile) && readFileSync(stampFile, "utf8") === lock && existsSync(pinnedNode);
  if (!installed) {
    console.log("Installing dependencies (once; about a minute) …");
    // Install scripts stay off: one of them would download a database engine that nobody needs.
    await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    installPinnedNode();
    linkPinnedNode();
    writeFileSync(stampFile, lock);
  }
  const { generateClient } = await import(pathToFileURL(join(root, "scripts", "generate.mjs")).href);
  generateClient();
}

/** The install script of the `node` package fetches the right binary package from the registry. */
function installPinnedNode() {
  const folder = join(modules, "node");
  // npm scripts run on the pinned Node of the last install, which `npm ci` has just removed.
  const node = existsSync(process.execPath) ? process.execPath : "node";
  const run = spawnSync(node, ["installArchSpecificPackage"], { cwd: folder, encoding: "utf8" });
  if (run.status !== 0 || !existsSync(pinnedNode))
    fail(
      `The pinned Node could not be installed.\n${run.error?.message ?? ""}${run.stdout ?? ""}${run.stderr ?? ""}`,
    );
}

/** npm doesn't link a program that its package adds later. With the link, npm scripts run on the pinned Node. */
function linkPinnedNode() {
  const link = join(modules, ".bin", "node");
  if (windows || existsSync(link)) return;
  rmSync(link, { force: true });
  symlinkSync(join("..", "node", "bin", "node"), link);
}

async function npm(words) {
  const child = spawn(windows ? "npm.cmd" : "npm", words, {
    cwd: root,
    shell: windows,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const errors = [];
  child.stderr.setEncoding("utf8").on("data", (chunk) => errors.push(chunk));
  const { code, error } = await new Promise((resolve) => {
    child.on("error", (failure) => resolve({ error: failure }));
    child.on("close", (status) => resolve({ code: status }));
  });
  if (code === 0) return;
  if (error?.code === "ENOENT") fail("npm was not found. It comes with Node.js; put it into the PATH.");
  fail(
    `npm ${words[0]} failed${error ? `: ${error.message}` : ""}. Check the network and the registry that npm uses (npm config get registry), then try again.\n${shortened(errors.join(""))}`,
  );
}

/** On a mistake, npm lists all of its own options. */
function shortened(output) {
  const lines = output.split("\n").filter((line) => !/^npm error( +-.*)?$/.test(line));
  return lines.slice(0, 15).join("\n");
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Runs a script of this folder on the pinned Node in place of this process, and exits with it. */
export function runPinned(script, words = []) {
  const child = spawn(pinnedNode, ["--import", "tsx", join(root, "scripts", script), ...words], {
    cwd: root,
    stdio: "inherit",
    env: toolEnvironment(),
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
  // npm sends a signal only to its shell, which doesn't forward it.
  const isByNpm = process.env.npm_lifecycle_event !== undefined;
  if (isByNpm && !windows)
    setInterval(() => {
      if (process.ppid !== startedBy) child.kill("SIGTERM");
    }, 300);
}

/** The environment of child processes: the pinned Node and the project's tools come first. */
function toolEnvironment(extra = {}) {
  const separator = windows ? ";" : ":";
  const path = [join(modules, "node", "bin"), join(modules, ".bin"), process.env.PATH ?? ""].join(separator);
  return { ...process.env, PATH: path, NEXT_TELEMETRY_DISABLED: "1", ...extra };
}
