import { setTimeout as sleep } from "node:timers/promises";
import type { Audit } from "@/lib/store/audit/audit";
import type { NewEntry } from "@/lib/store/audit/chain";
import type { Log } from "../log";
import { type Acting, actingNow } from "./acting";

/** What was done, for its entry. */
export interface Act {
  /** Dotted, such as `object.changed`. */
  action: string;
  kind?: string | null;
  virtualCluster?: string | null;
  name?: string | null;
  version?: string | null;
  digest?: string | null;
  /** JSON without secrets; `summary` is what a list shows. */
  details?: object;
}

/** Writes into the audit who did what. */
export interface Recorder {
  /**
   * The current act. What people do is in the audit when this resolves; what Lamia does by itself is written a moment
   * later, together, and as soon as the database is back.
   */
  record(act: Act): Promise<void>;
  /** What others did in the cluster, unless a process has recorded that version. */
  recordOutside(entry: NewEntry): void;
  /** Before people write: throws when the audit couldn't take the entry. */
  ready(): Promise<void>;
  /** Waits for what is still to be written, but not for a database that is away. */
  close(): Promise<void>;
}

const retryInMs = 2000;
/** How long entries of Lamia's own acts wait for others: a walk makes a dozen, and hundreds of walks run at once. */
const gatherMs = 100;
const closeWithinMs = 2000;
const mostWaiting = 20_000;

export function createRecorder(audit: Audit, log: Log): Recorder {
  const waiting: { entry: Promise<NewEntry>; onlyOnce: boolean }[] = [];
  let writing: Promise<void> | null = null;
  let isClosed = false;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      if (!isClosed) await sleep(gatherMs, undefined, { ref: false });
      const batch = waiting.slice(0, 200);
      const entries = await Promise.all(batch.map(({ entry }) => entry));
      const results = await Promise.allSettled(
        entries.map((entry, index) => audit.append(entry, { onlyOnce: batch[index]?.onlyOnce === true })),
      );
      const failed = batch.filter((_, index) => results[index]?.status === "rejected");
      waiting.splice(0, batch.length, ...failed);
      if (failed.length === 0) continue;
      if (isClosed) return;
      await sleep(retryInMs, undefined, { ref: false });
    }
  }

  function writeBehind(entry: Promise<NewEntry>, action: string, onlyOnce: boolean): void {
    if (waiting.length >= mostWaiting) {
      log.error({ action }, "the audit has too many entries waiting; one is lost");
      return;
    }
    waiting.push({ entry, onlyOnce });
    writing ??= writeAll().finally(() => {
      writing = null;
    });
  }

  return {
    async record(act) {
      const acting = actingNow();
      const entry = entryOf(act, acting);
      if (isPerson(acting)) await audit.append(await entry);
      else writeBehind(entry, act.action, false);
    },
    recordOutside: (entry) => writeBehind(Promise.resolve(entry), entry.action, true),
    async ready() {
      if (isPerson(actingNow())) await audit.ready();
    },
    async close() {
      isClosed = true;
      await Promise.race([writing, sleep(closeWithinMs, undefined, { ref: false })]);
    },
  };
}

function isPerson({ actor }: Acting): boolean {
  return actor.kind !== "runner";
}

/** Never rejects: without an answer, an entry names no cause. */
async function entryOf(act: Act, { actor, address, requestId, cause }: Acting): Promise<NewEntry> {
  const { action, kind = null, virtualCluster = null, name = null, version = null, digest = null } = act;
  const at = new Date().toISOString();
  const because = cause ? await cause().catch(() => null) : null;
  const details = because ? { ...act.details, because } : (act.details ?? {});
  return {
    at,
    actorKind: actor.kind,
    actorId: actor.id,
    actor: actor.name.slice(0, 300),
    causedBy: because?.actor ?? null,
    address,
    requestId,
    action,
    kind,
    virtualCluster,
    name,
    version,
    digest,
    details: JSON.stringify(details, storable),
  };
}

/** What the database can't hold in JSON: NUL, and unpaired surrogates. */
export function storable(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value;
}
