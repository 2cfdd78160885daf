import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { NewEntry } from "@/lib/store/audit/chain";
import { openStore, type Store } from "@/lib/store/open-store";
import { homeWithDatabase } from "@/lib/store/testing/backends";
import type { Environment } from "../environment";
import { audit } from "./audit";

const home = await homeWithDatabase();
const environment = { LAMIA_HOME: home } as Environment;

const entry = (minute: number): NewEntry => ({
  at: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  actorKind: "user",
  actorId: "u1",
  actor: "mia@example.com",
  causedBy: null,
  address: null,
  requestId: null,
  action: "object.changed",
  kind: "Gateway",
  virtualCluster: "shop",
  name: "web",
  version: String(minute),
  digest: "d",
  details: "{}",
});

/** Does something with the database while no command uses it. */
async function withStore(work: (store: Store) => Promise<unknown>): Promise<void> {
  const store = await openStore({ home });
  await work(store);
  await store.close();
}

/** As whoever owns the database could. */
const tamper = (...statements: string[]) =>
  withStore(async ({ database: { query } }) => {
    await query("ALTER TABLE audit_entry DISABLE TRIGGER USER");
    for (const sql of statements) await query(sql);
    await query("ALTER TABLE audit_entry ENABLE TRIGGER USER");
  });
const keep = () => tamper("CREATE TABLE kept AS SELECT * FROM audit_entry");
const putBack = () =>
  tamper("DELETE FROM audit_entry", "INSERT INTO audit_entry SELECT * FROM kept", "DROP TABLE kept");

const print = vi.spyOn(console, "log").mockImplementation(() => {});
const verified = async (...words: string[]) => {
  print.mockClear();
  await audit(["verify", ...words], environment);
  return String(print.mock.calls[0]?.[0]);
};
const placeIn = (text: string) => /(\d+:[0-9a-f]{64})/.exec(text)?.[1] ?? "";

beforeAll(() =>
  withStore(async (store) => {
    for (let minute = 1; minute <= 9; minute += 1) await store.audit.append(entry(minute));
  }),
);
afterEach(() => print.mockClear());

describe("lamia audit verify", () => {
  test("says that a good chain is as it was written, and where it ends", async () => {
    const text = await verified();
    expect(text).toContain("The audit is as it was written: 9 entries.");
    expect(placeIn(text)).toMatch(/^9:/);
    expect(await verified("--contains", placeIn(text))).toContain("9 entries");
  });

  test.each([
    [
      "a changed row",
      "UPDATE audit_entry SET actor = 'eve' WHERE seq = 4",
      "Entry 4 of the audit isn’t what was written",
    ],
    ["a removed row", "DELETE FROM audit_entry WHERE seq = 5", "Entry 5 of the audit is missing."],
    ["a cut tail", "DELETE FROM audit_entry WHERE seq > 7", "Entry 8 of the audit is missing."],
  ])("finds %s, and names the first entry that is wrong", async (_, sql, message) => {
    await keep();
    await tamper(sql);
    await expect(verified()).rejects.toThrow(message);
    await putBack();
    expect(await verified()).toContain("9 entries");
  });

  test("goes on from the entry up to which the retention removed them, finds a cut there, too, and a chain that was written anew", async () => {
    const before = placeIn(await verified());
    const now = new Date(Date.UTC(2026, 0, 2));
    await withStore(({ audit: chain }) => chain.removeBefore(new Date(Date.UTC(2026, 0, 1, 0, 4)), now));
    const text = await verified("--contains", before);
    expect(text).toContain("7 entries after 3, up to which entries were removed because of their age");
    await keep();
    await tamper("DELETE FROM audit_entry WHERE seq = 4");
    await expect(verified()).rejects.toThrow("Entry 4 of the audit is missing.");
    await putBack();
    await expect(verified("--contains", `9:${"0".repeat(64)}`)).rejects.toThrow("it was written anew");
    await expect(verified("--contains", "9")).rejects.toThrow("Usage");
  });
});
