import { createHash } from "node:crypto";

/** Who acted. `outside` is whoever changed the cluster without Lamia. */
export const actorKinds = [
  "user",
  "api-token",
  "installation-token",
  "anyone",
  "stranger",
  "runner",
  "command",
  "outside",
] as const;
export type ActorKind = (typeof actorKinds)[number];

/** What is known of an act before it has its place in the chain. Holds no secret. */
export interface NewEntry {
  /** ISO 8601, UTC */
  at: string;
  actorKind: ActorKind;
  actorId: string | null;
  /** As people know it: an email address, or the name of what acted. */
  actor: string;
  /** Of the runner: the actor whose act it follows. */
  causedBy: string | null;
  address: string | null;
  requestId: string | null;
  /** Dotted, such as `object.changed`. */
  action: string;
  kind: string | null;
  virtualCluster: string | null;
  name: string | null;
  /** The resourceVersion of the object afterwards. */
  version: string | null;
  digest: string | null;
  /** JSON */
  details: string;
}

export interface Entry extends NewEntry {
  seq: number;
  /** SHA-256, hexadecimal. */
  hash: string;
}

/** A place in the chain. */
export interface Link {
  seq: number;
  hash: string;
}

/** Before the first entry. */
export const beginning: Link = { seq: 0, hash: "0".repeat(64) };

const columns = [
  "at",
  "actorKind",
  "actorId",
  "actor",
  "causedBy",
  "address",
  "requestId",
  "action",
  "kind",
  "virtualCluster",
  "name",
  "version",
  "digest",
  "details",
] as const satisfies readonly (keyof NewEntry)[];

/** SHA-256 over the hash of the previous entry, a line end, and the JSON array of the number and all columns. */
export function hashOf(previous: string, seq: number, entry: NewEntry): string {
  const content = JSON.stringify([seq, ...columns.map((column) => entry[column])]);
  return createHash("sha256").update(`${previous}\n${content}`).digest("hex");
}

/** The entries with their places after `last`. */
export function chained(last: Link, entries: readonly NewEntry[]): Entry[] {
  let { seq, hash } = last;
  return entries.map((entry) => {
    seq += 1;
    hash = hashOf(hash, seq, entry);
    return { ...entry, seq, hash };
  });
}

/** What is wrong with the chain at its first broken place. */
export type Break =
  /** The entry isn't there, but later ones are, or were. */
  | { what: "missing"; seq: number }
  /** The entry isn't what was written, or one was put in before it. */
  | { what: "changed"; seq: number };

/**
 * Follows the entries, in order, from a place that is known.
 * @returns where they end, or the first break.
 */
export async function follow(
  from: Link,
  entries: AsyncIterable<Entry> | Iterable<Entry>,
  seen: (entry: Entry) => void = () => {},
): Promise<Link | Break> {
  let last = from;
  for await (const entry of entries) {
    const next = last.seq + 1;
    if (entry.seq !== next) return { what: "missing", seq: next };
    if (hashOf(last.hash, next, entry) !== entry.hash) return { what: "changed", seq: next };
    seen(entry);
    last = { seq: next, hash: entry.hash };
  }
  return last;
}

export function isBreak(result: Link | Break): result is Break {
  return "what" in result;
}
