import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { putNewDatabase } from "@/lib/server/testing/new-database";

/** Where the folder for the template of an embedded database is; workers inherit it. */
const variable = "LAMIA_E2E_NEW_DATABASE";

/** Playwright's global setup: the folder lasts as long as the run. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "lamia-new-database-"));
  process.env[variable] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Puts a database without rows into a panel's home; otherwise the panel creates one, which takes longer than its start. */
export async function beginWithDatabase(home: string): Promise<void> {
  const folder = process.env[variable];
  if (folder) await putNewDatabase(folder, home);
}
