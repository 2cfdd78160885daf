import { setTimeout as sleep } from "node:timers/promises";
import { nowMs } from "@/bench/processes/spawn";
import { limitRow, percentile, type Row } from "@/bench/table";
import { gatewaysPath } from "../cluster";
import type { Stage } from "../stage";

const edits = 20;

/** From an edit through the Kubernetes API, like kubectl's, to the panel's message to its browsers. */
export async function wake({ cluster, api, file }: Stage, gateway: string): Promise<Row[]> {
  const events = await subscribe(`${api}/api/v1/events`, file.panel.token);
  const latencies: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    await sleep(100);
    const seen = events.next(`"name":"${gateway}"`);
    const startedAt = nowMs();
    await cluster.patch(`${gatewaysPath("vamp-demo")}/${gateway}`, {
      metadata: { labels: { edit: String(edit) } },
    });
    latencies.push((await seen) - startedAt);
  }
  events.close();
  return [limitRow(`kubectl edit → panel sees (p95 of ${edits})`, percentile(latencies, 0.95), 1_000, "ms")];
}

async function subscribe(url: string, token: string) {
  const stop = new AbortController();
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: stop.signal });
  const waiting = new Set<{ text: string; resolve(atMs: number): void }>();
  const read = async () => {
    for await (const chunk of response.body ?? []) {
      const text = Buffer.from(chunk).toString();
      for (const each of waiting) {
        if (!text.includes(each.text)) continue;
        waiting.delete(each);
        each.resolve(nowMs());
      }
    }
  };
  // The abort below ends it.
  read().catch(() => undefined);
  return {
    next: (text: string) => new Promise<number>((resolve) => waiting.add({ text, resolve })),
    close: () => stop.abort(),
  };
}
