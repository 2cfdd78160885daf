import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { groupVersion, resourceKey } from "@/sandbox/kubernetes/resources/resource-type";
import type { Entry, StoreEvent } from "@/sandbox/kubernetes/store/shelf";
import { badRequest, expired } from "./api-error";
import { type ApiRequest, selectionOf } from "./api-request";
import { negotiate, objectText, partialMetadata, streamTo, tableOf } from "./respond";

const bookmarkEveryMilliseconds = 20_000;
const defaultTimeoutSeconds = 1_800;

/**
 * Streams the changes of a resource (API concepts, "Efficient detection of changes"): from `resourceVersion`
 * on, or after what is there now where none is given. A version that is too old is answered by an ERROR
 * event of code 410.
 */
export function watchObjects(api: ApiRequest): void {
  api.counts.kubernetesWatches += 1;
  const { cluster, type, response, query, namespace } = api;
  const selects = selectionOf(api);
  const texts = eventTexts(api);
  const from = query.get("resourceVersion") ?? "";
  if (from !== "" && !/^\d+$/.test(from)) throw badRequest(`invalid resource version "${from}"`);
  const wantsInitial = query.get("sendInitialEvents") === "true";
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache, private" });
  response.flushHeaders();
  if (api.request.method === "HEAD") {
    response.end();
    return;
  }
  const releases: (() => void)[] = [];
  const stream = streamTo(response, () => {
    for (const release of releases) release();
  });

  const changeText = (event: StoreEvent): string | null => {
    const { object } = event.entry;
    if (namespace !== undefined && object.metadata.namespace !== namespace) return null;
    const matches = selects === null || selects(object);
    const matched = event.previous !== undefined && (selects === null || selects(event.previous.object));
    if (event.type === "ADDED" ? matches : matches && !matched && event.type === "MODIFIED") {
      return texts.change("ADDED", event.entry);
    }
    if (event.type === "MODIFIED" && matches) return texts.change("MODIFIED", event.entry);
    return matched ? texts.change("DELETED", event.entry) : null;
  };
  if (from === "" || from === "0" || wantsInitial) {
    for (const entry of cluster.store.range(type, namespace)) {
      if (selects === null || selects(entry.object)) stream.writeSnapshot(texts.change("ADDED", entry));
    }
    if (wantsInitial) stream.write(texts.bookmark({ "k8s.io/initial-events-end": "true" }));
  } else {
    const missed =
      Number(from) > cluster.store.version() ? null : cluster.store.history(type).since(Number(from));
    if (missed === null) {
      const error = expired(`too old resource version: ${from} (${cluster.store.version()})`).status();
      stream.write(`${JSON.stringify({ type: "ERROR", object: error })}\n`);
      stream.end();
      return;
    }
    for (const event of missed) stream.writeSnapshot(changeText(event) ?? "");
  }
  const key = resourceKey(type);
  const stop = cluster.store.subscribe((event) => {
    if (resourceKey(event.resource) !== key) return;
    const text = changeText(event);
    if (text !== null) stream.write(text);
  });
  const wantsBookmarks = query.get("allowWatchBookmarks") === "true";
  const bookmarks = setInterval(() => {
    if (wantsBookmarks) stream.write(texts.bookmark());
  }, bookmarkEveryMilliseconds);
  const timeoutSeconds = Number(query.get("timeoutSeconds") || defaultTimeoutSeconds);
  const timeout = setTimeout(() => {
    if (wantsBookmarks) stream.write(texts.bookmark());
    stream.end();
  }, timeoutSeconds * 1000);
  releases.push(
    stop,
    () => clearInterval(bookmarks),
    () => clearTimeout(timeout),
  );
}

interface EventTexts {
  change(kind: StoreEvent["type"], entry: Entry): string;
  /** Tells how far the watch has come, so that it resumes from there though nothing changed. */
  bookmark(annotations?: Record<string, string>): string;
}

/** The lines of a watch, in the form that was asked for: bookmarks as well, as a client knows no other. */
function eventTexts(api: ApiRequest): EventTexts {
  const { type, version, cluster, query } = api;
  const form = negotiate(api.request.headers.accept);
  const inForm = (entry: Entry): string => {
    if (form === "partial") return JSON.stringify(partialMetadata(entry.object));
    if (form !== "table") return objectText(entry, type, version);
    const metadata = { resourceVersion: entry.object.metadata.resourceVersion };
    const options = { now: cluster.now(), includeObject: query.get("includeObject"), metadata };
    return JSON.stringify(tableOf(type, version, [entry], options));
  };
  return {
    change: (kind, entry) => `{"type":"${kind}","object":${inForm(entry)}}\n`,
    bookmark(annotations) {
      const at = cluster.store.version();
      const metadata = { resourceVersion: String(at), ...(annotations && { annotations }) };
      const apiVersion = groupVersion(type.group, version);
      // An object of the kind with nothing but its version, which has no name either.
      const bare = { apiVersion, kind: type.kind, metadata } as StoredObject;
      const text =
        form === "partial" || form === "table" ? inForm({ object: bare, version: at }) : JSON.stringify(bare);
      return `{"type":"BOOKMARK","object":${text}}\n`;
    },
  };
}
