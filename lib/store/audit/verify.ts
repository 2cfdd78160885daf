import type { Database } from "../database";
import { headOf } from "./append";
import { type Break, type Entry, follow, isBreak, type Link } from "./chain";
import { trimmedAction } from "./trim";

export interface Verified {
  /** The last entry that was removed because of its age; 0 if none was. */
  anchor: Link;
  /** Where the chain ends. */
  last: Link;
  entries: number;
  /** The first broken place; null if there is none. */
  broken: Break | { what: "removed"; seq: number } | null;
}

const pageSize = 1000;

/** Reads every entry and follows the chain from its anchor to its end. */
export async function verifyChain(database: Database, columns: string): Promise<Verified> {
  const head = await headOf(database);
  const [row] = await database.query<{ seq: string; hash: string }>(
    "SELECT anchor_seq::text AS seq, anchor_hash AS hash FROM audit_chain WHERE id = 1",
  );
  const anchor: Link = { seq: Number(row?.seq ?? 0), hash: row?.hash ?? "" };
  let entries = 0;
  let isRecorded = anchor.seq === 0;
  async function* rest(): AsyncGenerator<Entry> {
    let last = anchor.seq;
    for (;;) {
      const rows = await database.query<Omit<Entry, "seq"> & { seq: string }>(
        `SELECT ${columns}, details FROM audit_entry
         WHERE seq > $1::bigint AND seq <= $2::bigint ORDER BY audit_entry.seq LIMIT ${pageSize}`,
        [last, head.seq],
      );
      for (const each of rows) yield { ...each, seq: Number(each.seq) };
      if (rows.length < pageSize) return;
      last = Number(rows.at(-1)?.seq);
    }
  }
  const end = await follow(anchor, rest(), ({ action, details }) => {
    entries += 1;
    if (action !== trimmedAction) return;
    const { seq, hash } = JSON.parse(details) as Link;
    isRecorded ||= seq === anchor.seq && hash === anchor.hash;
  });
  const about = { anchor, last: head, entries };
  if (isBreak(end)) return { ...about, broken: end };
  if (end.seq !== head.seq || end.hash !== head.hash)
    return { ...about, broken: { what: "missing", seq: end.seq + 1 } };
  return { ...about, broken: isRecorded ? null : { what: "removed", seq: anchor.seq } };
}
