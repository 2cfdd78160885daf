import { putNewDatabase, templateFolder } from "@/lib/server/testing/new-database";

/** Playwright's global setup. Workers inherit the variable. */
export default function setup(): () => void {
  const { folder, remove } = templateFolder();
  process.env.LAMIA_NEW_DATABASE = folder;
  return remove;
}

/** Puts a database without rows into a panel's home; otherwise the panel creates one, which takes longer than its start. */
export async function beginWithDatabase(home: string): Promise<void> {
  const folder = process.env.LAMIA_NEW_DATABASE;
  if (folder) await putNewDatabase(folder, home);
}
