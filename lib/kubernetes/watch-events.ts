import type { ClusterClient } from "./client";
import type { Resource } from "./kinds";
import type { KubernetesObject } from "./object";
import { isRecord, type Reply } from "./reply";

export type ChangeType = "added" | "modified" | "deleted";

export interface WatchHandler {
  opened(): void;
  changed(type: ChangeType, object: KubernetesObject): void;
  /** Where to go on from after a break; bookmarks move it without a change. */
  reached(resourceVersion: string): void;
}

/**
 * How long the server is asked to keep a watch open; by chance between these, so that they do not all end at
 * once.
 */
const watchSeconds = { least: 240, most: 480 } as const;
/** API servers send a bookmark every minute: longer silence means that the connection is dead. */
const silenceMs = 90_000;

/**
 * One watch, from `resourceVersion` until it ends. Gives null when the server or the silence ended it, or the
 * refusing answer (410: the version is too old). Throws `Failure` when the connection broke.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function watchEvents(
  client: Pick<ClusterClient, "watch">,
  { resource, labelSelector }: { resource: Resource; labelSelector: string | undefined },
  resourceVersion: string,
  handler: WatchHandler,
  signal: AbortSignal,
): Promise<Reply | null> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  const { least, most } = watchSeconds;
  const query = {
    labelSelector,
    watch: "true",
    allowWatchBookmarks: "true",
    resourceVersion,
    timeoutSeconds: Math.round(least + Math.random() * (most - least)),
  };
  try {
    const lines = await client.watch(
      { verb: "watch", resource, query },
      AbortSignal.any([signal, silence.signal]),
    );
    if ("status" in lines) return lines;
    handler.opened();
    for await (const line of lines) {
      timer.refresh();
      const refusal = handle(line, handler);
      if (refusal) return refusal;
    }
    return null;
  } catch (thrown) {
    if (silence.signal.aborted || signal.aborted) return null;
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

const changeTypes: Partial<Record<string, ChangeType>> = {
  ADDED: "added",
  MODIFIED: "modified",
  DELETED: "deleted",
};

function handle(line: string, handler: WatchHandler): Reply | null {
  const event: unknown = JSON.parse(line);
  if (!isRecord(event) || !isRecord(event.object)) return null;
  if (event.type === "ERROR") {
    const status = typeof event.object.code === "number" ? event.object.code : 500;
    return { status, body: event.object, retryAfterSeconds: undefined };
  }
  const object = event.object as unknown as KubernetesObject;
  const type = changeTypes[String(event.type)];
  if (type) handler.changed(type, object);
  if (object.metadata?.resourceVersion) handler.reached(object.metadata.resourceVersion);
  return null;
}
