import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a whole file or nothing: first to a new name beside it, then renames it. Readers never see a partial file.
 * @param mode permission bits; default 0600, because most of the sandbox's files hold a key or a token
 */
export function writePrivateFile(path: string, content: string, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(4).toString("hex")}.draft`;
  try {
    writeFileSync(draft, content, { mode });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Reads a file. If it doesn't exist, creates its content and keeps it (mode 0600). Drops trailing white space. */
export function keptFile(path: string, make: () => string): string {
  const found = readFileIfThere(path)?.trim();
  if (found) return found;
  const made = make();
  writePrivateFile(path, `${made}\n`);
  return made.trim();
}

/** The file's text, or undefined when it doesn't exist; throws other errors. */
export function readFileIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A part's state in a JSON file, so that it survives a restart of the sandbox. */
export interface Snapshot<State> {
  /**
   * What an earlier run saved; undefined the first time, or when nothing is kept.
   * @throws Error that names the file when it isn't JSON
   */
  read(): State | undefined;
  /** Marks the state as changed. It is written soon, once for many changes. */
  changed(): void;
  /** Writes pending changes now. */
  flush(): void;
}

/** How long to gather changes before a write. */
const gatheredInMilliseconds = 100;
/** Writing takes at most this fraction of the time: the larger the state, the rarer the writes. */
const writingShare = 20;

/**
 * @param file undefined keeps nothing
 * @param text called before each write; returns the state as JSON
 */
export function snapshot<State>(file: string | undefined, text: () => string): Snapshot<State> {
  let timer: NodeJS.Timeout | undefined;
  let pauseInMilliseconds = gatheredInMilliseconds;
  function flush(): void {
    if (timer === undefined || file === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    const began = performance.now();
    writePrivateFile(file, text());
    pauseInMilliseconds = Math.max(gatheredInMilliseconds, (performance.now() - began) * writingShare);
  }
  return {
    read() {
      const found = file === undefined ? undefined : readFileIfThere(file);
      if (found === undefined) return undefined;
      try {
        return JSON.parse(found) as State;
      } catch (cause) {
        throw new Error(`${file} cannot be read; remove it to start this part of the sandbox anew`, {
          cause,
        });
      }
    },
    changed() {
      if (file !== undefined) timer ??= setTimeout(flush, pauseInMilliseconds).unref();
    },
    flush,
  };
}
