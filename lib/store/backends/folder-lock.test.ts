import { spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockFolder } from "./folder-lock";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lamia-lock-"));
  file = join(folder, "database.lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function leaveLock(holder: object): void {
  writeFileSync(file, JSON.stringify({ pid: 1, machine: hostname(), started: null, ...holder }));
}

it("keeps a second opener out until it is released, and leaves no file behind", () => {
  const unlock = lockFolder(file);
  expect(() => lockFolder(file)).toThrow(`in use by process ${process.pid}`);
  unlock();
  lockFolder(file)();
  expect(readdirSync(folder)).toEqual([]);
});

it("respects the lock of another live process", () => {
  leaveLock({ pid: process.ppid });
  expect(() => lockFolder(file)).toThrow(`in use by process ${process.ppid}`);
});

it("takes over the lock of a dead process", () => {
  // Above the kernel's largest pid.
  leaveLock({ pid: 2 ** 22 + 1 });
  const unlock = lockFolder(file);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
  unlock();
});

it("takes over the lock of an earlier process with this pid, as after a restart of a container", () => {
  leaveLock({ pid: process.pid, started: "1" });
  lockFolder(file)();
});

it.skipIf(!existsSync("/proc/self/stat"))("takes over when the pid belongs to another process by now", () => {
  leaveLock({ pid: process.ppid, started: "1" });
  lockFolder(file)();
});

it("respects another machine's lock while it is touched, and takes it over once it is abandoned", () => {
  leaveLock({ machine: "another-machine" });
  expect(() => lockFolder(file)).toThrow("in use");
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(file, longAgo, longAgo);
  lockFolder(file)();
});

it.skipIf(!existsSync("/proc/self/stat"))("takes over the lock of a zombie", () => {
  // The shell turns into a program that never waits for its child, long before the child ends.
  const parent = spawn("sh", ["-c", "sleep 2 & exec sleep 60"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const pid = zombieOf(parent.pid ?? 0);
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    leaveLock({ pid, started: stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null });
    lockFolder(file)();
  } finally {
    parent.kill();
  }
});

/** Polls without a pause until the process has a child that has ended. */
function zombieOf(parent: number): number {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const children = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8")
      .split(" ")
      .filter(Boolean);
    const ended = children.find((pid) => / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8")));
    if (ended !== undefined) return Number(ended);
  }
  throw new Error("There was no zombie within a minute.");
}

it("takes over an unreadable lock", () => {
  writeFileSync(file, "");
  lockFolder(file)();
});
