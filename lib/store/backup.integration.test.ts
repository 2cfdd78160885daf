import { join } from "node:path";
import { expect, test } from "vitest";
import { openPglite } from "./backends/open-pglite";
import { openPostgres } from "./backends/open-postgres";
import { type Backup, decodeBackup, encodeBackup, readBackup } from "./backup";
import type { Database } from "./database";
import { openStore, type StoreOptions } from "./open-store";
import { restoreBackup } from "./restore";
import { homeWithDatabase, newHome, onBothBackends, onPostgres } from "./testing/backends";

const migrations = join(process.cwd(), "prisma", "migrations");
const passphrase = "correct horse battery staple";
const now = new Date("2026-11-29T00:00:00Z");

async function withDatabase<T>({ home, databaseUrl }: StoreOptions, work: (it: Database) => Promise<T>) {
  const database = databaseUrl ? await openPostgres(databaseUrl) : await openPglite(home);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function filled(options: StoreOptions): Promise<void> {
  const store = await openStore(options);
  await store.settings.write("odd", { text: "tab\t, line\n, ünï, 9007199254740993", none: null }, now);
  const event = { at: now, level: "info", type: "host.test", message: "It’s there", remedy: null } as const;
  for (let each = 0; each < 3; each += 1)
    await store.database.query(
      "INSERT INTO event (at, level, type, message) VALUES ($1::timestamptz, $2, $3, $4)",
      [event.at.toISOString(), event.level, event.type, event.message],
    );
  await store.database.query(
    `INSERT INTO acme_order (url, account, at, names, domains, kind, state)
     VALUES ('https://ca/1', 'a', now(), '{a.example,"b,c"}', '{example}', 'new', 'placed')`,
  );
  await store.close();
}

const backupOf = (options: StoreOptions) =>
  withDatabase(options, (database) => database.session((session) => readBackup(session, now)));

const restored = (options: StoreOptions, backup: Backup, replace = false) =>
  withDatabase(options, (database) => restoreBackup(database, backup, { migrations, replace }));

onBothBackends("a backup", ({ fresh }) => {
  test("comes back as it was, on the other backend, too, and new rows get new numbers", async () => {
    const options = await fresh();
    await filled(options);
    const backup = decodeBackup(encodeBackup(await backupOf(options), passphrase), passphrase);
    const targets = options.databaseUrl
      ? [{ home: await homeWithDatabase() }, await fresh()]
      : [{ home: newHome() }];
    for (const target of targets) {
      expect(await restored(target, backup)).toBe(5);
      const again = await backupOf(target);
      const sorted = ({ rows }: Backup) => [...rows].map(([table, held]) => [table, held.toSorted()]);
      expect(sorted(again)).toEqual(sorted(backup));
      expect(again.migrations).toEqual(backup.migrations);
      const [row] = await withDatabase(target, (database) =>
        database.query<{ id: string }>(
          "INSERT INTO event (at, level, type, message) VALUES (now(), 'info', 'x', 'y') RETURNING id::text",
        ),
      );
      expect(row?.id).toBe("4");
    }
  });
});

onPostgres("a backup", ({ fresh }) => {
  test("brings no session back, no link, and no recovery code: they may have ended since", async () => {
    const options = await fresh();
    await filled(options);
    await withDatabase(options, async (database) => {
      await database.query(
        `INSERT INTO auth_user (id, name, email, email_verified, created_at, updated_at)
         VALUES ('ada', 'Ada', 'ada@example.org', true, now(), now())`,
      );
      await database.query(
        `INSERT INTO auth_session (id, user_id, token, expires_at, created_at, updated_at)
         VALUES ('one', 'ada', 'hash', now() + interval '1 day', now(), now())`,
      );
      await database.query(
        `INSERT INTO one_time_link (id, token, purpose, created_at, expires_at)
         VALUES (gen_random_uuid(), 'hash', 'invitation', now(), now() + interval '1 day')`,
      );
      await database.query("INSERT INTO authenticator_app (user_id, created_at) VALUES ('ada', now())");
      await database.query("INSERT INTO recovery_code (id, user_id) VALUES ('hash', 'ada')");
      await database.query(
        "INSERT INTO sign_in_step (id, user_id, expires_at) VALUES ('hash', 'ada', now() + interval '1 day')",
      );
    });
    const target = await fresh();
    await restored(target, await backupOf(options));
    const { rows } = await backupOf(target);
    const lengthOf = (table: string) => rows.get(table)?.length;
    expect(["auth_user", "authenticator_app"].map(lengthOf)).toEqual([1, 1]);
    const ended = ["auth_session", "one_time_link", "recovery_code", "sign_in_step"];
    expect(ended.map(lengthOf)).toEqual([0, 0, 0, 0]);
  });

  test("with a table that isn't Lamia's is refused", async () => {
    const options = await fresh();
    await filled(options);
    const backup = await backupOf(options);
    const odd = { ...backup, rows: new Map([...backup.rows, ['x" (a) SELECT 1; --', ["{}"]]]) };
    await expect(restored(await fresh(), odd)).rejects.toMatchObject({ kind: "rejected" });
  });

  test("isn't restored over a database that holds something, unless it is to be replaced", async () => {
    const [one, other] = [await fresh(), await fresh()];
    await filled(one);
    await filled(other);
    const backup = { ...(await backupOf(one)), rows: new Map([["setting", [] as string[]]]) };
    await expect(restored(other, backup)).rejects.toMatchObject({
      kind: "rejected",
      remedy: expect.stringContaining("--replace"),
    });
    expect((await backupOf(other)).rows.get("event")).toHaveLength(3);
    expect(await restored(other, backup, true)).toBe(0);
    expect((await backupOf(other)).rows.get("event")).toEqual([]);
  });

  test("of a newer version changes nothing, and one of an older version gets the migrations since", async () => {
    const [one, other] = [await fresh(), await fresh()];
    await filled(one);
    const backup = await backupOf(one);
    const newer = { ...backup, migrations: [...backup.migrations, "99999999999999_tomorrow"] };
    await expect(restored(one, newer, true)).rejects.toMatchObject({
      message: expect.stringContaining("99999999999999_tomorrow"),
    });
    expect((await backupOf(one)).rows.get("event")).toHaveLength(3);
    const older = {
      ...backup,
      migrations: backup.migrations.slice(0, 1),
      rows: new Map([["setting", backup.rows.get("setting") ?? []]]),
    };
    expect(await restored(other, older)).toBe(1);
    expect((await backupOf(other)).migrations).toEqual(backup.migrations);
  });

  test("isn't restored while a process of Lamia uses the database", async () => {
    const options = await fresh();
    const store = await openStore(options);
    const backup = { createdAt: now.toISOString(), migrations: [], rows: new Map<string, string[]>() };
    await expect(restored(options, backup, true)).rejects.toMatchObject({ kind: "refused" });
    await store.close();
  });
});
