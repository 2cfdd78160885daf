import { afterRunning } from "@/lib/gateway/after-running";
import { Failure } from "@/lib/gateway/failure";
import { isRecord, type Reply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { isOfKind } from "@/lib/kubernetes/client/list-all";
import { type Kind, kinds } from "@/lib/kubernetes/objects/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "../texts";

export type ChangeType = "added" | "modified" | "deleted";

export interface WatchHandler {
  opened(): void;
  changed(type: ChangeType, object: KubernetesObject): void;
  /** Where to resume after a break; bookmarks move it without a change. */
  reached(resourceVersion: string): void;
}

interface Watched {
  kind: Kind;
  namespace?: string | undefined;
  labelSelector: string | undefined;
  fieldSelector: string | undefined;
  seconds?: WatchSeconds | undefined;
}

export interface WatchSeconds {
  least: number;
  most: number;
}

/**
 * How long the server keeps a watch open; random within this range, so that they don't all end at the same time.
 * Short, because opening the next one is the sign of life: bookmarks come once a minute, and a frozen server, or a
 * connection that a middlebox forgot, is as silent as a cluster in which nothing happens.
 */
const usualSeconds: WatchSeconds = { least: 7, most: 9 };
/** A healthy server starts to answer immediately, and ends a watch on time. */
const opensWithinMs = 5000;
const endsLateByMs = 4000;

/**
 * One watch, from `resourceVersion` until it ends. Returns null when the server or the signal ended it, or the
 * error response (410: the version is too old). Throws `Failure` when the connection broke or the server fell
 * silent.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function watchEvents(
  client: Pick<ClusterClient, "watch" | "host">,
  { kind, namespace, labelSelector, fieldSelector, seconds = usualSeconds }: Watched,
  resourceVersion: string,
  handler: WatchHandler,
  signal: AbortSignal,
): Promise<Reply | null> {
  const silence = new AbortController();
  const { least, most } = seconds;
  const timeoutSeconds = Math.round(least + Math.random() * (most - least));
  let cancel = afterRunning(opensWithinMs, () => silence.abort());
  const query = {
    labelSelector,
    fieldSelector,
    watch: "true",
    allowWatchBookmarks: "true",
    resourceVersion,
    timeoutSeconds,
  };
  try {
    const lines = await client.watch(
      { verb: "watch", resource: kinds[kind], namespace, query },
      AbortSignal.any([signal, silence.signal]),
    );
    if ("status" in lines) return lines;
    cancel();
    cancel = afterRunning(timeoutSeconds * 1000 + endsLateByMs, () => silence.abort());
    handler.opened();
    for await (const line of lines) {
      const refusal = handle(line, kind, handler);
      if (refusal) return refusal;
    }
    return null;
  } catch (thrown) {
    if (signal.aborted) return null;
    if (silence.signal.aborted) throw new Failure("unreachable", texts.silent({ host: client.host }));
    throw thrown;
  } finally {
    cancel();
  }
}

const changeTypes: Partial<Record<string, ChangeType>> = {
  ADDED: "added",
  MODIFIED: "modified",
  DELETED: "deleted",
};

function handle(line: string, kind: Kind, handler: WatchHandler): Reply | null {
  const event: unknown = JSON.parse(line);
  if (!isRecord(event) || !isRecord(event.object)) return null;
  if (event.type === "ERROR") {
    const status = typeof event.object.code === "number" ? event.object.code : 500;
    return { status, body: event.object, retryAfterSeconds: undefined };
  }
  const { object } = event;
  const type = changeTypes[String(event.type)];
  if (type) {
    if (!isOfKind(kind, object)) throw new Failure("unreachable", texts.unexpectedKind({ kind }));
    handler.changed(type, object);
  }
  const { resourceVersion } = isRecord(object.metadata) ? object.metadata : {};
  if (typeof resourceVersion === "string" && resourceVersion !== "") handler.reached(resourceVersion);
  return null;
}
