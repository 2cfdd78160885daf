import type { Database } from "../database";
import type { Append } from "./append";
import type { Link } from "./chain";

/** The action of the entry that says which entries were removed. */
export const trimmedAction = "audit.trimmed";

/**
 * Removes the beginning of the chain. An entry at its end says so first; then the anchor, from which the chain is
 * verified, moves to the last removed entry; only then does the database let entries go. Killed in between, it
 * continues the next time.
 */
export function trimmer(database: Database, append: Append) {
  return async (before: Date, now: Date): Promise<number> => {
    const [found] = await database.query<{ seq: string; hash: string }>(
      `SELECT seq::text AS seq, hash FROM audit_entry
       WHERE seq < (SELECT COALESCE((SELECT min(seq) FROM audit_entry WHERE at >= $1::timestamptz),
         (SELECT max(seq) + 1 FROM audit_entry)))
       ORDER BY audit_entry.seq DESC LIMIT 1`,
      [before.toISOString()],
    );
    if (!found) return 0;
    const anchor: Link = { seq: Number(found.seq), hash: found.hash };
    await append({
      at: now.toISOString(),
      actorKind: "runner",
      actorId: null,
      actor: "Lamia",
      causedBy: null,
      address: null,
      requestId: null,
      action: trimmedAction,
      kind: null,
      virtualCluster: null,
      name: null,
      version: null,
      digest: null,
      details: JSON.stringify({ before: before.toISOString(), ...anchor }),
    });
    const values = [anchor.seq, anchor.hash];
    await database.query(
      "UPDATE audit_chain SET anchor_seq = $1::bigint, anchor_hash = $2 WHERE id = 1 AND anchor_seq < $1::bigint",
      values,
    );
    const gone = await database.query("DELETE FROM audit_entry WHERE seq <= $1::bigint RETURNING 1", [
      anchor.seq,
    ]);
    return gone.length;
  };
}
