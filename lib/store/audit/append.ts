import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "@/lib/gateway/failure";
import { changesChannel, type Database } from "../database";
import { gather } from "../gather";
import { texts } from "../texts";
import { beginning, chained, type Entry, type Link, type NewEntry } from "./chain";

/** An entry is written only if the object's version isn't in the audit yet: several processes may see one change. */
export type Append = (entry: NewEntry, options?: { onlyOnce: boolean }) => Promise<Entry | null>;

interface Asked {
  entry: NewEntry;
  onlyOnce: boolean;
}

/**
 * The head of the chain moves only from where this process saw it, in the statement that writes the entries, so that
 * any number of processes make one chain without holding a lock between statements.
 */
const statement = `
WITH head AS (
  UPDATE audit_chain SET last_seq = $3::bigint, last_hash = $4
  WHERE id = 1 AND last_seq = $1::bigint AND last_hash = $2 RETURNING 1
),
added AS (
  INSERT INTO audit_entry (seq, at, actor_kind, actor_id, actor, caused_by, address, request_id, action, kind,
    virtual_cluster, name, version, digest, details, hash)
  SELECT "seq", "at", "actorKind", "actorId", "actor", "causedBy", "address", "requestId", "action", "kind",
    "virtualCluster", "name", "version", "digest", "details", "hash"
  FROM jsonb_to_recordset($5::text::jsonb) AS e("seq" bigint, "at" timestamptz, "actorKind" text, "actorId" text,
    "actor" text, "causedBy" text, "address" text, "requestId" text, "action" text, "kind" text,
    "virtualCluster" text, "name" text, "version" text, "digest" text, "details" text, "hash" text)
  WHERE EXISTS (SELECT FROM head) RETURNING seq
)
SELECT count(*)::int AS added,
  CASE WHEN count(*) > 0 THEN pg_notify('${changesChannel}', '{"kind":"audit"}') END AS told
FROM added`;

const mostAttempts = 40;

/** Entries of the same moment are written together, in the order in which they were given. */
export function appenderOf(database: Database): Append {
  let known: Link | null = null;

  async function attempt(asked: readonly Asked[]): Promise<(Entry | null)[] | null> {
    const head = known ?? (await headOf(database));
    known = null;
    const isNew = await unknownOf(database, asked);
    const entries = chained(
      head,
      asked.filter((_, index) => isNew[index]).map(({ entry }) => entry),
    );
    const last = entries.at(-1);
    if (last) {
      const values = [head.seq, head.hash, last.seq, last.hash, JSON.stringify(entries)];
      const [result] = await database.query<{ added: number }>(statement, values);
      if (result?.added !== entries.length) return null;
    }
    known = last ?? head;
    const written = [...entries];
    return isNew.map((each) => (each ? (written.shift() ?? null) : null));
  }

  const append = gather<Asked, Entry | null>(
    async (asked) => {
      for (let count = 1; count <= mostAttempts; count += 1) {
        const entries = await attempt(asked);
        if (entries) return entries;
        // Another process was faster; the next one should be somebody else.
        await sleep(Math.random() * 4 * Math.min(count, 10));
      }
      throw new Failure("unreachable", texts.auditBusy, { source: "database" });
    },
    { atMost: 200 },
  );

  return (entry, { onlyOnce } = { onlyOnce: false }) => append({ entry: storable(entry), onlyOnce });
}

/** Where the chain ends. It begins with the first question. */
export async function headOf(database: Pick<Database, "query">): Promise<Link> {
  const sql = "SELECT last_seq::int8::text AS seq, last_hash AS hash FROM audit_chain WHERE id = 1";
  const [found] = await database.query<{ seq: string; hash: string }>(sql);
  if (found) return { seq: Number(found.seq), hash: found.hash };
  await database.query(
    `INSERT INTO audit_chain (id, anchor_seq, anchor_hash, last_seq, last_hash) VALUES (1, 0, $1, 0, $1)
     ON CONFLICT DO NOTHING`,
    [beginning.hash],
  );
  return headOf(database);
}

/** For each entry, whether it is to be written. The head proves afterwards that nothing was added in between. */
async function unknownOf(database: Database, asked: readonly Asked[]): Promise<boolean[]> {
  const versions = asked.flatMap(({ entry, onlyOnce }) => (onlyOnce && entry.version ? [entry.version] : []));
  if (versions.length === 0) return asked.map(() => true);
  const rows = await database.query<{ id: string }>(
    `SELECT concat_ws('/', kind, virtual_cluster, name, version, action = 'object.deleted') AS id FROM audit_entry
     WHERE version = ANY($1::text[]) AND kind = ANY($2::text[])`,
    [versions, asked.map(({ entry }) => entry.kind)],
  );
  const seen = new Set(rows.map(({ id }) => id));
  return asked.map(({ entry, onlyOnce }) => {
    const { kind, virtualCluster, name, version, action } = entry;
    const isDeleted = action === "object.deleted" ? "t" : "f";
    return !onlyOnce || !seen.has([kind, virtualCluster, name, version, isDeleted].join("/"));
  });
}

/** External text may contain what the database can't hold: NUL, and unpaired surrogates. */
function storable(entry: NewEntry): NewEntry {
  const pairs = Object.entries(entry).map(([name, value]) => [
    name,
    typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value,
  ]);
  return Object.fromEntries(pairs) as NewEntry;
}
