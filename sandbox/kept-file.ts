import { readFileSync } from "node:fs";
import { writePrivateFile } from "./private-file";

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
