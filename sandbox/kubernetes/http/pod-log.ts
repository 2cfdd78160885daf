import { textAt } from "@/sandbox/kubernetes/json/values";
import type { StoreEvent } from "@/sandbox/kubernetes/store/object-store";
import type { ApiRequest } from "./api-request";
import { streamTo } from "./response-stream";
import { existingObject } from "./write-objects";

const ended = new Set(["Succeeded", "Failed"]);

/** The stored log of a pod: `tailLines` of it, and with `follow` what is added until the pod ends. */
export function sendPodLog(api: ApiRequest): void {
  const { request, response, query, cluster } = api;
  const { object } = existingObject(api);
  const { uid } = object.metadata;
  const lines = cluster.logs.read(uid).split("\n");
  const tail = Number(query.get("tailLines") ?? -1);
  const shown = tail >= 0 ? lines.slice(Math.max(0, lines.length - 1 - tail)) : lines;
  response.writeHead(200, { "content-type": "text/plain", "cache-control": "no-cache, private" });
  const releases: (() => void)[] = [];
  const stream = streamTo(response, () => {
    for (const release of releases) release();
  });
  stream.writeStanding(shown.join("\n"));
  const follows = query.get("follow") === "true" && request.method !== "HEAD";
  if (!follows || ended.has(textAt(object, "status", "phase") ?? "")) {
    stream.end();
    return;
  }
  releases.push(
    cluster.logs.follow(uid, stream.write),
    cluster.store.subscribe((event) => {
      if (isEnd(event, uid)) stream.end();
    }),
  );
}

function isEnd({ type, entry }: StoreEvent, uid: string): boolean {
  if (entry.object.metadata.uid !== uid) return false;
  return type === "DELETED" || ended.has(textAt(entry.object, "status", "phase") ?? "");
}
