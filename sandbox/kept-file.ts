import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a whole file or nothing: to a new name beside it first, then renamed over it. Readers never see half of it.
 * @param mode permission bits; 0600 unless told, as most of what the sandbox keeps holds a key or a token
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

/** Reads a file, or makes its content once and keeps it (mode 0600). Trailing white space is not part of the value. */
export function keptFile(path: string, make: () => string): string {
  const found = readFileIfThere(path)?.trim();
  if (found) return found;
  const made = make();
  writePrivateFile(path, `${made}\n`);
  return made.trim();
}

/** The file's text, or undefined when there is none; other errors are thrown. */
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
   * What an earlier run left; undefined the first time, or when nothing is kept.
   * @throws Error that names the file when it holds no JSON
   */
  read(): State | undefined;
  /** Says that the state has changed: it is written soon, once for many changes. */
  changed(): void;
  /** Writes now what waits to be written. */
  flush(): void;
}

/** How long changes are gathered before they are written. */
const gatheredInMilliseconds = 100;
/** A state grown large is written seldom enough that writing takes at most one part in so many of the time. */
const writingShare = 20;

/**
 * @param file undefined keeps nothing
 * @param text called when it is time to write; gives the state as JSON
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
