import { accessSync, chmodSync, constants, mkdtempSync, statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";

const inMemory = "/dev/shm";
const gibibyte = 1024 ** 3;
/** Databases, profiles of browsers, and reports of a whole run take about 1 GiB at the same time. */
const neededInMemory = 3 * gibibyte;
const neededBesides = 4 * gibibyte;

/**
 * A new folder for all files of a run: in memory where there is enough of it, because hundreds of databases that live
 * for seconds cost a disk more time than the tests that use them. Others may read it, as PostgreSQL runs as another user.
 */
export function newTemporaryHome(): string {
  const home = mkdtempSync(join(hasRoomInMemory() ? inMemory : tmpdir(), "lamia-checks-"));
  chmodSync(home, 0o755);
  return home;
}

function hasRoomInMemory(): boolean {
  try {
    accessSync(inMemory, constants.W_OK);
    const { bavail, bsize } = statfsSync(inMemory);
    return bavail * bsize >= neededInMemory && freemem() >= neededInMemory + neededBesides;
  } catch {
    return false;
  }
}
