import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the folder for the template of an embedded database is; workers inherit it. */
export const templateVariable = "LAMIA_E2E_NEW_DATABASE";

/** Playwright's global setup: the folder lasts as long as the run. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "lamia-new-database-"));
  process.env[templateVariable] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
