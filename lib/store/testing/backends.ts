import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, inject, it } from "vitest";
import { putNewDatabase } from "@/lib/server/testing/new-database";
import type { StoreOptions } from "../open-store";
import { findPostgres, startPostgres, type TestPostgres } from "./postgres";

interface Backend {
  /** Options for a store with a new database without rows; the same options open the same database again. */
  fresh(): Promise<StoreOptions>;
  /** As `fresh`, before anything has created the tables. */
  empty(): Promise<StoreOptions>;
}

/** Runs a suite against the embedded database, and against PostgreSQL or reports loudly that it can't. */
export function onBothBackends(title: string, suite: (backend: Backend) => void): void {
  describe(`${title} on PGlite`, () => {
    suite({
      fresh: async () => ({ home: await homeWithDatabase() }),
      empty: async () => ({ home: newHome() }),
    });
  });
  onPostgres(title, suite);
}

export function onPostgres(title: string, suite: (backend: Backend) => void): void {
  if (findPostgres() === null) {
    describe(`${title} on PostgreSQL`, () => {
      it.skip("NOT PROVEN HERE: PostgreSQL is not installed", () => {});
    });
    return;
  }
  describe(`${title} on PostgreSQL`, () => {
    let postgres: TestPostgres | undefined;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(() => postgres?.stop());
    const empty = async () => {
      if (postgres === undefined) throw new Error("PostgreSQL has not started");
      return { home: newHome(), databaseUrl: await postgres.newDatabase() };
    };
    suite({ fresh: empty, empty });
  });
}

/** An empty folder, which is removed at the end of the test file. */
export function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), "lamia-store-"));
  homes.push(home);
  return home;
}

/** As `newHome`, with an embedded database without rows. */
export async function homeWithDatabase(): Promise<string> {
  const home = newHome();
  await putNewDatabase(inject("newDatabase"), home);
  return home;
}

/** Whether a test may give a folder a disk of its own, which can be full. */
export function canMount(): boolean {
  const folder = newHome();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "none", folder]).status === 0;
  if (mounted) execFileSync("umount", [folder]);
  return mounted;
}

const homes: string[] = [];
afterAll(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});
