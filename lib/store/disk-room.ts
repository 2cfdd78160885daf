import { statfs } from "node:fs/promises";
import { Failure } from "@/lib/gateway/failure";

const mebibyte = 1024 * 1024;

/** The embedded database sets aside 16 MiB of its log at a time; it cannot go on without. */
export const roomToWriteInMiB = 24;
/** A new one takes about 45 MiB. */
export const roomToBeginInMiB = 80;

/** Throws when the disk of the folder, which is there, has less room than that; a disk that tells nothing passes. */
export async function requireRoom(folder: string, mebibytes: number): Promise<void> {
  const disk = await statfs(folder).catch(() => null);
  if (disk === null || disk.blocks === 0) return;
  const free = Math.floor((disk.bavail * disk.bsize) / mebibyte);
  if (free >= mebibytes) return;
  throw new Failure(
    "unreachable",
    `The disk of ${folder} is full: ${free} MiB are free, ${mebibytes} are needed.`,
    {
      source: "database",
      remedy:
        "Make room on it, or let LAMIA_HOME name a folder on another disk; what was missed is then made up for.",
    },
  );
}
