import type { RecordSet } from "@/lib/gateway/model";
import type { AskRoute53 } from "./client";

/** Between two questions about one change; Route 53 takes five requests a second in all. */
const askEveryMs = 2_000;
/** AWS says that changes reach all servers within 60 seconds; one that takes this long is not waited for. */
const longestMs = 180_000;

interface SentChange {
  id: string;
  sentAtMs: number;
  askedAtMs: number;
}

/**
 * Which changes have reached all of Route 53's servers (GetChange: INSYNC). Each name server is many machines around the
 * world, so that one which answers here proves nothing about the one that a CA asks. Changes of an earlier process are not
 * known; then the name servers' answers decide alone.
 */
export function changesInSync(ask: AskRoute53, nowMs: () => number = Date.now) {
  const pending = new Map<string, SentChange>();
  return {
    sent(sets: readonly RecordSet[], id: string | undefined): void {
      if (id === undefined) return;
      const change = { id, sentAtMs: nowMs(), askedAtMs: 0 };
      for (const { name } of sets) pending.set(name, change);
    },
    async isInSync(name: string): Promise<boolean> {
      const change = pending.get(name);
      if (!change) return true;
      const now = nowMs();
      if (now - change.askedAtMs < askEveryMs) return false;
      change.askedAtMs = now;
      const { ChangeInfo } = await ask((client) => client.getChange({ Id: change.id }));
      const isDone = ChangeInfo?.Status === "INSYNC" || now - change.sentAtMs > longestMs;
      // All names of the change, wherever no later one has been sent.
      if (isDone) for (const [each, { id }] of pending) if (id === change.id) pending.delete(each);
      return isDone;
    },
  };
}
