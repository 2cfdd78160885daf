import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { Failure } from "@/lib/gateway/failure";
import { texts } from "../texts";

interface Holder {
  pid: number;
  machine: string;
  /** When the process started, by the kernel's clock, so that a reused pid isn't mistaken for the holder. */
  started: string | null;
}

const touchedEverySeconds = 10;
const abandonedAfterSeconds = 45;

/**
 * Takes the lock file for this process; throws `refused` when a live process holds it. Takes over the lock of a
 * dead process, even if another process has its pid by now (in a container the pid is always 1). A zombie process
 * counts as dead. A holder on another machine (a volume that moved) can't be checked: its lock counts as long as it
 * is touched.
 *
 * @returns the function that releases the lock.
 */
export function lockFolder(file: string): () => void {
  const mine = JSON.stringify({
    pid: process.pid,
    machine: hostname(),
    started: startOf(process.pid),
  } satisfies Holder);
  for (let tries = 0; !create(file, mine); tries++) {
    const theirs = read(file);
    if (theirs === null) continue;
    if (tries >= 3 || isAlive(file, theirs)) throw inUse(file, theirs);
    takeAway(file, theirs);
  }
  held.add(file);
  const timer = setInterval(() => touch(file), touchedEverySeconds * 1000);
  timer.unref();
  return () => {
    clearInterval(timer);
    held.delete(file);
    if (read(file) === mine) rmSync(file, { force: true });
  };
}

/** Locks of this process; for these the pid alone doesn't tell. */
const held = new Set<string>();

function create(file: string, content: string): boolean {
  // A link appears whole or not at all, so nobody reads a half-written lock.
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** Two processes may find the same dead lock, so remove only the one that was found dead. */
function takeAway(file: string, seen: string): void {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const taken = read(aside);
  if (taken !== null && taken !== seen) create(file, taken);
  rmSync(aside, { force: true });
}

function isAlive(file: string, content: string): boolean {
  const holder = parse(content);
  if (holder === null) return false;
  if (holder.machine !== hostname()) return secondsSinceTouched(file) < abandonedAfterSeconds;
  if (holder.pid === process.pid) return held.has(file);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  // A zombie has ended and holds nothing; its parent hasn't waited for it. proc(5)
  if (["Z", "X"].includes(fieldOf(holder.pid, 3) ?? "")) return false;
  return holder.started === null || holder.started === startOf(holder.pid);
}

function parse(content: string): Holder | null {
  try {
    return JSON.parse(content) as Holder;
  } catch {
    return null;
  }
}

function startOf(pid: number): string | null {
  return fieldOf(pid, 22);
}

/** A field of /proc/<pid>/stat, numbered as in proc(5); the second is in parentheses and may contain spaces. */
function fieldOf(pid: number, number: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[number - 3] ?? null;
  } catch {
    return null;
  }
}

function secondsSinceTouched(file: string): number {
  try {
    return (Date.now() - statSync(file).mtimeMs) / 1000;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Somebody deleted the file by hand; the database is still ours.
  }
}

function inUse(file: string, content: string): Failure {
  const holder = parse(content);
  return new Failure("refused", texts.folderInUse({ pid: holder?.pid ?? texts.unknownProcess, file }), {
    remedy: texts.stopOther,
  });
}
