import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "./backends/migrate";
import { openPglite } from "./backends/open-pglite";
import { openPostgres } from "./backends/open-postgres";
import type { Database } from "./database";
import { openStore, type Store, type StoreOptions } from "./open-store";
import { canMount, homeWithDatabase, newHome, onBothBackends, onPostgres } from "./testing/backends";
import { walkWrite } from "./testing/walk-write";

/** Only root may do this, and not in every container. */
const migrations = join(process.cwd(), "prisma", "migrations");

onBothBackends("opening", ({ empty }) => {
  let options: StoreOptions;
  beforeAll(async () => {
    options = await empty();
  });

  const openDatabase = (): Promise<Database> =>
    options.databaseUrl ? openPostgres(options.databaseUrl) : openPglite(options.home);

  it("applies the migrations once; the second time there is nothing to do", async () => {
    const database = await openDatabase();
    expect((await migrate(database, migrations)).length).toBeGreaterThan(0);
    expect(await migrate(database, migrations)).toEqual([]);
    await database.close();
  });

  it("has what was written before it was closed", async () => {
    const first = await openStore(options);
    await first.walks.save(walkWrite("kept"));
    await first.close();
    const second = await openStore(options);
    expect((await second.walks.list()).items.map(({ gateway }) => gateway)).toEqual(["kept"]);
    await second.close();
  });

  it("a failed migration leaves nothing behind", async () => {
    const folder = join(newHome(), "migrations");
    cpSync(migrations, folder, { recursive: true });
    mkdirSync(join(folder, "99990101000000_bad"));
    writeFileSync(
      join(folder, "99990101000000_bad", "migration.sql"),
      "CREATE TABLE half (a int); SELECT 1/0;",
    );
    await expect(openStore({ ...options, migrations: folder })).rejects.toMatchObject({ kind: "rejected" });
    const database = await openDatabase();
    expect(await database.query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
    await database.close();
  });

  it("refuses a database of a newer version, and says so", async () => {
    const database = await openDatabase();
    await database.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
       VALUES ('x', 'x', '99990101_new', now())`,
    );
    await database.close();
    await expect(openStore(options)).rejects.toMatchObject({ message: expect.stringContaining("newer") });
  });
});

describe("the embedded database's folder", () => {
  let home: string;
  let store: Store;
  beforeAll(async () => {
    home = await homeWithDatabase();
    store = await openStore({ home });
  });
  afterAll(() => store.close());

  it("has one opener at a time", async () => {
    await expect(openStore({ home })).rejects.toMatchObject({
      kind: "refused",
      remedy: expect.stringContaining("DATABASE_URL"),
    });
  });

  it("is created again after an interrupted creation", async () => {
    const cut = newHome();
    mkdirSync(join(cut, "database", "base"), { recursive: true });
    writeFileSync(join(cut, "database.unfinished"), "");
    const opened = await openStore({ home: cut });
    expect(existsSync(join(cut, "database.unfinished"))).toBe(false);
    await opened.close();
  });

  it("names the missing file in an incomplete database folder", async () => {
    const half = await homeWithDatabase();
    await (await openStore({ home: half })).close();
    rmSync(join(half, "database", "PG_VERSION"));
    await expect(openStore({ home: half })).rejects.toMatchObject({
      kind: "rejected",
      message: expect.stringContaining("PG_VERSION is missing"),
      remedy: expect.stringContaining(`delete ${join(half, "database")}`),
    });
    expect(existsSync(join(half, "database.lock"))).toBe(false);
  });

  it("can be empty at first, like a new volume", async () => {
    const empty = newHome();
    mkdirSync(join(empty, "database"));
    await (await openStore({ home: empty })).close();
  });

  it.skipIf(!canMount())(
    "says that its disk is full: at start, and to whoever asks whether it is ready",
    async () => {
      const home = newHome();
      const full = { kind: "unreachable", message: expect.stringContaining(`The disk of ${home} is full`) };
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=40m", "none", home]);
      try {
        await expect(openStore({ home })).rejects.toMatchObject(full);
        expect(existsSync(join(home, "database"))).toBe(false);
        execFileSync("mount", ["-o", "remount,size=200m", home]);
        const store = await openStore({ home });
        await store.ping();
        const filler = join(home, "filler");
        const { bavail, bsize } = statfsSync(home);
        writeFileSync(filler, Buffer.alloc(bavail * bsize - 8 * 1024 * 1024));
        await expect(store.ping()).rejects.toMatchObject(full);
        rmSync(filler);
        await store.ping();
        await store.close();
      } finally {
        execFileSync("umount", [home]);
      }
    },
  );

  it("says what to do when it is damaged, and releases its lock", async () => {
    const damaged = await homeWithDatabase();
    await (await openStore({ home: damaged })).close();
    writeFileSync(join(damaged, "database", "global", "pg_control"), "");
    await expect(openStore({ home: damaged })).rejects.toMatchObject({
      kind: "rejected",
      message: expect.stringContaining("damaged"),
      remedy: expect.stringContaining(`delete ${join(damaged, "database")}`),
    });
    expect(existsSync(join(damaged, "database.lock"))).toBe(false);
  });

  it("makes room for what was removed, as a server's autovacuum does", async () => {
    const database = await openPglite(await homeWithDatabase(), { vacuumEveryMs: 100 });
    const size = async () => {
      const [row] = await database.query<{ pages: number }>(
        "SELECT (pg_relation_size('setting') / 8192)::int AS pages",
      );
      return row?.pages ?? 0;
    };
    const round = async () => {
      await database.query(
        "INSERT INTO setting (name, value, updated_at) SELECT 'n' || n, '1', now() FROM generate_series(1, 2000) AS n",
      );
      await database.query("DELETE FROM setting");
    };
    const vacuums = async () => {
      const [row] = await database.query<{ count: number }>(
        "SELECT vacuum_count::int AS count FROM pg_stat_user_tables WHERE relname = 'setting'",
      );
      return row?.count ?? 0;
    };
    await round();
    const first = await size();
    for (let at = 0; at < 4; at += 1) {
      const before = await vacuums();
      await expect.poll(vacuums).toBeGreaterThan(before);
      await round();
    }
    expect(await size()).toBeLessThanOrEqual(2 * first);
    await database.close();
  });

  it("says when it isn't writable", async () => {
    const file = join(newHome(), "file");
    writeFileSync(file, "");
    await expect(openStore({ home: join(file, "home") })).rejects.toMatchObject({ kind: "unconfigured" });
  });
});

onPostgres("concurrent starts", ({ fresh }) => {
  it("apply each migration once, all of them succeed, and all of them see each other's writes", async () => {
    const options = await fresh();
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(options)));
    const [first, last] = [stores[0], stores[4]];
    const received = new Promise((resolve) => last?.onChange(resolve));
    await first?.walks.save(walkWrite("shared"));
    expect(await received).toEqual({ kind: "walk", key: "vamp-demo/shared:443=shared.example.net" });
    const rows = await first?.database.query("SELECT migration_name FROM _prisma_migrations");
    expect(new Set(rows?.map(({ migration_name }) => migration_name)).size).toBe(rows?.length);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("name the server that doesn't answer, without the password", async () => {
    const refused = openStore({ home: newHome(), databaseUrl: "postgresql://u:geheim@127.0.0.1:1/x" });
    await expect(refused).rejects.toMatchObject({
      kind: "unreachable",
      message: expect.not.stringContaining("geheim"),
    });
    await expect(refused).rejects.toThrow("127.0.0.1:1/x");
  });

  it("say that the database doesn't exist", async () => {
    const url = (await fresh()).databaseUrl?.replace(/test\d+$/, "nowhere");
    await expect(openStore({ home: newHome(), databaseUrl: url })).rejects.toMatchObject({
      kind: "unconfigured",
    });
  });
});
