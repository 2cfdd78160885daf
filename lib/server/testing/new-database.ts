import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TestProject } from "vitest/node";
import { openRunner } from "@/lib/runner/runner";
import { createLog } from "@/lib/server/log";
import { openStore } from "@/lib/store/open-store";

/**
 * Creating an embedded database takes more than two seconds of processor time, and copying one takes none to speak of. So the
 * first test panel of a run creates a template with empty tables, and every panel starts with a copy of it.
 */
declare module "vitest" {
  export interface ProvidedContext {
    /** The folder for the template. */
    newDatabase: string;
  }
}

/** Vitest's global setup. */
export default function setup(project: TestProject): () => void {
  const { folder, remove } = templateFolder();
  project.provide("newDatabase", folder);
  return remove;
}

/** The folder for the template lasts as long as the run; `npm test` has one for all its runs. */
export function templateFolder(): { folder: string; remove: () => void } {
  const shared = process.env.LAMIA_NEW_DATABASE;
  if (shared) return { folder: shared, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), "lamia-new-database-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Puts a copy of the template into `home`; creates the template unless another process has done so, or is about to. */
export async function putNewDatabase(folder: string, home: string): Promise<void> {
  const template = join(folder, "database");
  while (!existsSync(template)) {
    if (hasClaimed(join(folder, "claimed"))) await create(folder, template);
    else await sleep(50);
  }
  cpSync(template, join(home, "database"), { recursive: true });
}

function hasClaimed(claim: string): boolean {
  try {
    mkdirSync(claim);
    return true;
  } catch {
    return false;
  }
}

async function create(folder: string, template: string): Promise<void> {
  const unfinished = join(folder, "unfinished");
  const store = await openStore({ home: unfinished });
  const runner = await openRunner({ store, clock: { now: () => new Date() }, log: createLog("warn") });
  await runner.stop();
  await store.close();
  renameSync(join(unfinished, "database"), template);
}
