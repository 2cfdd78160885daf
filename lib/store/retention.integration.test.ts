import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestRunner } from "@/lib/runner/testing/test-runner";
import type { NewEntry } from "./audit/chain";
import { openStore, type Store } from "./open-store";
import { usualRetention } from "./retention";
import { onBothBackends } from "./testing/backends";

const now = new Date("2026-06-01T12:00:00.000Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();
const uuid = (last: string) => `00000000-0000-4000-8000-${last.padStart(12, "0")}`;

/** A row of each table whose rows come to an end: its columns, once past its time and once just before it. */
const rows: { table: string; id: string; columns: Record<string, string>; over: string; kept: string }[] = [
  {
    table: "event",
    id: "message",
    columns: { at: "$at", level: "info", type: "x", message: "$id" },
    over: inDays(-91),
    kept: inDays(-89),
  },
  {
    table: "notification",
    id: "title",
    columns: { at: "$at", level: "info", title: "$id", body: "x" },
    over: inDays(-91),
    kept: inDays(-89),
  },
  ...["done", "withdrawn", "refused"].map((state) => ({
    table: "cleanup_task",
    id: "subject",
    columns: {
      ...{ id: "$uuid", kind: "record", subject: `${state} $id`, payload: "{}", state },
      ...{ created_at: "$at", updated_at: "$at" },
    },
    over: inDays(-91),
    kept: inDays(-89),
  })),
  {
    table: "acme_order",
    id: "url",
    columns: {
      url: "$id",
      account: "a",
      at: "$at",
      names: "{}",
      domains: "{}",
      kind: "new",
      state: "issued",
    },
    over: inDays(-91),
    kept: inDays(-89),
  },
  {
    table: "acme_pause",
    id: "names",
    columns: { account: "a", names: "$id", until: "$at" },
    over: inDays(-1),
    kept: inDays(1),
  },
  {
    table: "auth_verification",
    id: "identifier",
    columns: {
      ...{ id: "$id", identifier: "$id", value: "x", expires_at: "$at" },
      ...{ created_at: inDays(0), updated_at: inDays(0) },
    },
    over: inDays(-1),
    kept: inDays(1),
  },
  {
    table: "one_time_link",
    id: "token",
    columns: { id: "$uuid", token: "$id", purpose: "password", created_at: inDays(0), expires_at: "$at" },
    over: inDays(-1),
    kept: inDays(1),
  },
  {
    table: "sign_in_step",
    id: "id",
    columns: { id: "$id", user_id: "u", expires_at: "$at" },
    over: inDays(-1),
    kept: inDays(1),
  },
  { table: "spent", id: "id", columns: { id: "$id", expires_at: "$at" }, over: inDays(-1), kept: inDays(1) },
  ...(
    [
      ["not used", { created_at: inDays(-1), updated_at: "$at", expires_at: inDays(1) }, -2, -0.5],
      ["too old", { created_at: "$at", updated_at: inDays(0), expires_at: inDays(1) }, -15, -13],
      ["expired", { created_at: inDays(-1), updated_at: inDays(0), expires_at: "$at" }, -1, 1],
    ] as const
  ).map(([why, times, over, kept]) => ({
    table: "auth_session",
    id: "token",
    columns: { id: `${why} $id`, user_id: "u", token: `${why} $id`, way: "password", ...times },
    over: inDays(over),
    kept: inDays(kept),
  })),
];

/** Tables whose rows stay although a time in them has passed, and why. */
const staying: Record<string, string> = {
  api_token: "an expired token is listed until its user removes it",
};

onBothBackends("the daily removal", ({ fresh }) => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore({ ...(await fresh()), retention: { rows: 5, auditDays: 10 } });
  });
  afterAll(() => store.close());

  async function insert(
    table: string,
    columns: Record<string, string>,
    id: string,
    at: string,
    number: number,
  ) {
    const values = Object.values(columns).map((value) =>
      value
        .replace("$uuid", uuid(String(number)))
        .replace("$id", id)
        .replace("$at", at),
    );
    const places = values.map((_, index) => `$${index + 1}`);
    const cast = await store.database.query<{ name: string; type: string }>(
      `SELECT column_name AS name, format_type(a.atttypid, null) AS type FROM information_schema.columns
       JOIN pg_attribute a ON a.attrelid = table_name::regclass AND a.attname = column_name WHERE table_name = $1`,
      [table],
    );
    const types = Object.keys(columns).map((name) => cast.find((each) => each.name === name)?.type);
    await store.database.query(
      `INSERT INTO ${table} (${Object.keys(columns).join(", ")})
       VALUES (${places.map((place, index) => `${place}::${types[index]}`).join(", ")})`,
      values,
    );
  }

  it("takes from each table what is past its time, and nothing else", async () => {
    for (const [index, { table, columns, over, kept }] of rows.entries()) {
      await insert(table, columns, "over", over, 2 * index + 1);
      await insert(table, columns, "kept", kept, 2 * index + 2);
    }
    expect(await store.removeOld(now)).toBe(rows.length);
    for (const { table, id } of rows) {
      const left = await store.database.query<{ id: string }>(`SELECT ${id} AS id FROM ${table}`);
      const names = left.map((each) => each.id);
      expect(names, table).not.toHaveLength(0);
      expect(
        names.filter((name) => !name.endsWith("kept")),
        table,
      ).toEqual([]);
    }
    expect(await store.removeOld(now)).toBe(0);
  });

  it("knows every table with rows that expire", async () => {
    const found = await store.database.query<{ name: string }>(
      "SELECT DISTINCT table_name AS name FROM information_schema.columns WHERE column_name IN ('expires_at', 'until')",
    );
    const known = new Set([...rows.map(({ table }) => table), ...Object.keys(staying)]);
    expect(found.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it("keeps the newest events and notifications when there are too many", async () => {
    const event = rows.find(({ table }) => table === "event");
    for (let index = 0; index < 9; index += 1)
      await insert("event", event?.columns ?? {}, `many ${index}`, inDays(0), 0);
    await store.removeOld(now);
    const { items } = await store.events.list({ limit: 500 });
    expect(items.map(({ message }) => message)).toEqual([8, 7, 6, 5, 4].map((index) => `many ${index}`));
  });

  it("trims the audit, and says so in it", async () => {
    for (const days of [-12, -11, -1]) await store.audit.append(auditEntry(inDays(days)));
    expect(await store.removeOld(now)).toBe(2);
    expect((await store.audit.verify()).broken).toBeNull();
  });

  it("is done by the runner a minute after its start", async () => {
    const asked = Promise.withResolvers<Date>();
    const removeOld = async (at: Date) => {
      asked.resolve(at);
      return 0;
    };
    // For this runner, that minute has passed as soon as it has queued the chore.
    const clock = { now: () => new Date(Date.now() - 61_000) };
    const runner = await startTestRunner({ ...store, removeOld }, { clock });
    try {
      expect(Math.abs((await asked.promise).getTime() - clock.now().getTime())).toBeLessThan(60_000);
    } finally {
      await runner.stop();
    }
  });
});

it("keeps sessions as long as they count by default", () => {
  expect(usualRetention.session).toEqual({ idleInSeconds: 24 * 3600, longestInSeconds: 336 * 3600 });
});

function auditEntry(at: string): NewEntry {
  return {
    at,
    ...{ actorKind: "user", actorId: "u1", actor: "mia@example.com", causedBy: null, address: null },
    ...{ requestId: null, action: "object.changed", kind: "Gateway", virtualCluster: "shop", name: "web" },
    ...{ version: "1", digest: "d", details: "{}" },
  };
}
