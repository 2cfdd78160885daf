import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeBackup, encodeBackup, readBackup } from "../backup";
import { openDatabase, openStore, type Store, type StoreOptions } from "../open-store";
import { restoreBackup } from "../restore";
import { homeWithDatabase, onBothBackends, onPostgres } from "../testing/backends";
import type { NewEntry } from "./chain";

const start = Date.UTC(2026, 0, 1);
const entry = (minute: number, over: Partial<NewEntry> = {}): NewEntry => ({
  at: new Date(start + minute * 60_000).toISOString(),
  actorKind: "user",
  actorId: "u1",
  actor: "mia@example.com",
  causedBy: null,
  address: "192.0.2.7",
  requestId: "r1",
  action: "object.changed",
  kind: "Gateway",
  virtualCluster: "shop",
  name: "web",
  version: String(minute),
  digest: "d",
  details: JSON.stringify({ summary: "spec.servers", after: { text: "ünï, tab\t, line\n" } }),
  ...over,
});

const open: Store[] = [];
async function opened(options: StoreOptions): Promise<Store> {
  const store = await openStore(options);
  open.push(store);
  return store;
}
afterAll(async () => {
  for (const store of open) await store.close();
});

/** As whoever owns the database could: does something, looks, and puts everything back. */
async function tampered(store: Store, ...statements: string[]) {
  const { query } = store.database;
  await query("ALTER TABLE audit_entry DISABLE TRIGGER USER");
  await query("CREATE TABLE kept AS SELECT * FROM audit_entry");
  for (const sql of statements) await query(sql);
  const { broken } = await store.audit.verify();
  await query("DELETE FROM audit_entry");
  await query("INSERT INTO audit_entry SELECT * FROM kept");
  await query("DROP TABLE kept");
  await query("ALTER TABLE audit_entry ENABLE TRIGGER USER");
  return broken;
}

onBothBackends("the audit", ({ fresh }) => {
  let options: StoreOptions;
  let store: Store;
  beforeAll(async () => {
    options = await fresh();
    store = await opened(options);
    for (let minute = 1; minute <= 12; minute += 1) await store.audit.append(entry(minute));
  });

  test("is a chain: each entry holds the hash of everything before it", async () => {
    const verified = await store.audit.verify();
    expect(verified).toMatchObject({ entries: 12, broken: null, anchor: { seq: 0 }, last: { seq: 12 } });
    expect((await store.audit.read(12))?.hash).toBe(verified.last.hash);
  });

  test("an entry that was changed is found, whatever column it is", async () => {
    const actor = "UPDATE audit_entry SET actor = 'somebody@else' WHERE seq = 3";
    expect(await tampered(store, actor)).toEqual({ what: "changed", seq: 3 });
    const later = "UPDATE audit_entry SET at = at + interval '1 millisecond' WHERE seq = 2";
    expect(await tampered(store, later)).toEqual({ what: "changed", seq: 2 });
  });

  test("an entry that was removed is found, in the middle and at the end", async () => {
    const removed = (seq: number) => tampered(store, `DELETE FROM audit_entry WHERE seq = ${seq}`);
    expect(await removed(12)).toEqual({ what: "missing", seq: 12 });
    expect(await removed(4)).toEqual({ what: "missing", seq: 4 });
    expect(await removed(1)).toEqual({ what: "missing", seq: 1 });
  });

  test("entries that changed places are found", async () => {
    const move = (from: number, to: number) => `UPDATE audit_entry SET seq = ${to} WHERE seq = ${from}`;
    expect(await tampered(store, move(2, 100), move(3, 2), move(100, 3))).toEqual({
      what: "changed",
      seq: 2,
    });
  });

  test("the database refuses to change or remove an entry, or to set the chain back", async () => {
    const { query } = store.database;
    await expect(query("UPDATE audit_entry SET actor = 'x' WHERE seq = 1")).rejects.toThrow();
    await expect(query("DELETE FROM audit_entry WHERE seq = 6")).rejects.toThrow();
    await expect(query("TRUNCATE audit_entry")).rejects.toThrow();
    await expect(query("DELETE FROM audit_chain")).rejects.toThrow();
    await expect(query("UPDATE audit_chain SET last_seq = 1")).rejects.toThrow();
    expect(await store.audit.verify()).toMatchObject({ entries: 12, broken: null });
  });

  test("what another process has recorded already isn't recorded twice", async () => {
    const outside = entry(3, { actorKind: "outside", actor: "kubectl" });
    expect(await store.audit.append(outside, { onlyOnce: true })).toBeNull();
    const next = entry(30, { actorKind: "outside", actor: "kubectl" });
    expect(await store.audit.append(next, { onlyOnce: true })).toMatchObject({ seq: 13 });
  });

  test("is filtered, paged, and exported as a whole", async () => {
    const noObject = { virtualCluster: null, kind: null, name: null };
    await store.audit.append(entry(31, { ...noObject, action: "sign-in.failed" }));
    await store.audit.append(entry(32, { actorKind: "runner", actor: "Lamia", causedBy: "mia@example.com" }));
    const found = async (query: object) => (await store.audit.list(query)).items.map(({ seq }) => seq);
    expect(await found({ action: "sign-in" })).toEqual([14]);
    expect(await found({ visible: ["shop"], actor: "mia@example.com", limit: 3 })).toEqual([15, 12, 11]);
    expect(await found({ visible: ["billing"] })).toEqual([]);
    expect(await found({ since: entry(2).at, until: entry(4).at })).toEqual([3, 2]);
    const page = await store.audit.list({ limit: 12 });
    expect(page.items[1]).toMatchObject({ seq: 14, summary: "spec.servers" });
    expect(await found({ limit: 12, cursor: page.nextCursor ?? "" })).toEqual([3, 2, 1]);
    const exported: number[] = [];
    for await (const { seq } of store.audit.export({ name: "web" })) exported.push(seq);
    expect(exported).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15]);
    const cause = { kind: "Gateway", virtualCluster: "shop", name: "web" };
    expect(await store.audit.causeOf(cause)).toMatchObject({ seq: 13 });
  });

  test("what is too old goes, and the rest still verifies, from an anchor that an entry names", async () => {
    const now = new Date(start + 86_400_000);
    expect(await store.audit.removeBefore(new Date(start + 4 * 60_000), now)).toBe(3);
    expect(await store.audit.verify()).toMatchObject({ anchor: { seq: 3 }, entries: 13, broken: null });
    expect(await store.audit.removeBefore(new Date(start + 4 * 60_000), now)).toBe(0);
    await store.audit.append(entry(9));
    expect((await store.audit.verify()).broken).toBeNull();
  });

  test("comes back from a backup, verifies, and goes on from there", async () => {
    await store.close();
    open.splice(open.indexOf(store), 1);
    const database = await openDatabase(options);
    const backup = await database.session((session) => readBackup(session, new Date()));
    const migrations = join(process.cwd(), "prisma", "migrations");
    const file = encodeBackup(backup, null);
    await restoreBackup(database, decodeBackup(file, null), { migrations, replace: true });
    await database.close();
    const again = await opened(options);
    expect(await again.audit.verify()).toMatchObject({ entries: 14, broken: null });
    expect(await again.audit.append(entry(40))).toMatchObject({ seq: 18 });
    expect((await again.audit.verify()).broken).toBeNull();
  });

  test("an entry takes a few milliseconds", async () => {
    const last = open.at(-1);
    if (!last) throw new Error("no store is open");
    const times: number[] = [];
    for (let turn = 1; turn <= 100; turn += 1) {
      const before = performance.now();
      await last.audit.append(entry(turn));
      times.push(performance.now() - before);
    }
    const median = times.sort((a, b) => a - b)[50] ?? 0;
    console.log(`${last.kind}: an entry takes ${median.toFixed(2)} ms`);
    expect(median).toBeLessThan(50);
  });
});

test("an anchor that no entry names is found", async () => {
  const store = await opened({ home: await homeWithDatabase() });
  for (let minute = 1; minute <= 3; minute += 1) await store.audit.append(entry(minute));
  await store.database.query(
    "UPDATE audit_chain SET anchor_seq = 2, anchor_hash = (SELECT hash FROM audit_entry WHERE seq = 2)",
  );
  await store.database.query("DELETE FROM audit_entry WHERE seq <= 2");
  expect((await store.audit.verify()).broken).toEqual({ what: "removed", seq: 2 });
});

onPostgres("two processes", ({ fresh }) => {
  test("make one chain, however they take turns", async () => {
    const options = await fresh();
    const stores = [await opened(options), await opened(options), await opened(options)];
    await Promise.all(
      stores.map(async ({ audit }, index) => {
        for (let turn = 0; turn < 100; turn += 1) await audit.append(entry(turn, { actor: `p${index}` }));
      }),
    );
    expect(await stores[0]?.audit.verify()).toMatchObject({ entries: 300, broken: null });
  });
});
