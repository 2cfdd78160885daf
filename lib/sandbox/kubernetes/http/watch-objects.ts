import { groupVersion, resourceKey } from "../resources/resource-type";
import type { Entry } from "../store/entry";
import type { StoreEvent } from "../store/object-store";
import { negotiate } from "./accept";
import { badRequest, expired } from "./api-error";
import type { ApiRequest } from "./api-request";
import { objectText, partialMetadata } from "./object-text";
import { selectionOf } from "./selection";
import { tableOf } from "./table";

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
  const sendEvent = eventSender(api);
  const from = query.get("resourceVersion") ?? "";
  if (from !== "" && !/^\d+$/.test(from)) throw badRequest(`invalid resource version "${from}"`);
  const wantsInitial = query.get("sendInitialEvents") === "true";
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache, private" });
  response.flushHeaders();

  const deliver = (event: StoreEvent): void => {
    const { object } = event.entry;
    if (namespace !== undefined && object.metadata.namespace !== namespace) return;
    const matches = selects === null || selects(object);
    const matched = event.previous !== undefined && (selects === null || selects(event.previous.object));
    if (event.type === "ADDED" ? matches : matches && !matched && event.type === "MODIFIED") {
      sendEvent("ADDED", event.entry);
    } else if (event.type === "MODIFIED" && matches) sendEvent("MODIFIED", event.entry);
    else if (matched) sendEvent("DELETED", event.entry);
  };
  if (from === "" || from === "0" || wantsInitial) {
    for (const entry of cluster.store.range(type, namespace)) {
      if (selects === null || selects(entry.object)) sendEvent("ADDED", entry);
    }
    if (wantsInitial) sendBookmark(api, { "k8s.io/initial-events-end": "true" });
  } else {
    const missed =
      Number(from) > cluster.store.version() ? null : cluster.store.history(type).since(Number(from));
    if (missed === null) {
      const error = expired(`too old resource version: ${from} (${cluster.store.version()})`).status();
      response.end(`${JSON.stringify({ type: "ERROR", object: error })}\n`);
      return;
    }
    for (const event of missed) deliver(event);
  }
  const key = resourceKey(type);
  const stop = cluster.store.subscribe((event) => {
    if (resourceKey(event.resource) === key) deliver(event);
  });
  const wantsBookmarks = query.get("allowWatchBookmarks") === "true";
  const bookmarks = setInterval(() => wantsBookmarks && sendBookmark(api), bookmarkEveryMilliseconds);
  const timeoutSeconds = Number(query.get("timeoutSeconds") || defaultTimeoutSeconds);
  const timeout = setTimeout(() => {
    if (wantsBookmarks) sendBookmark(api);
    // Before the end: what happens until the connection is closed has nobody to be told to.
    leave();
    response.end();
  }, timeoutSeconds * 1000);
  function leave(): void {
    stop();
    clearInterval(bookmarks);
    clearTimeout(timeout);
  }
  response.on("close", leave);
}

function eventSender(api: ApiRequest): (kind: StoreEvent["type"], entry: Entry) => void {
  const { type, version, response, cluster, query } = api;
  const form = negotiate(api.request.headers.accept);
  return (kind, entry) => {
    let text: string;
    if (form === "table") {
      const metadata = { resourceVersion: entry.object.metadata.resourceVersion };
      const options = { now: cluster.now(), includeObject: query.get("includeObject"), metadata };
      text = JSON.stringify(tableOf(type, version, [entry], options));
    } else if (form === "partial") text = JSON.stringify(partialMetadata(entry.object));
    else text = objectText(entry, type, version);
    response.write(`{"type":"${kind}","object":${text}}\n`);
  };
}

/** Tells how far the watch has come, so that it resumes from there though nothing changed. */
function sendBookmark(api: ApiRequest, annotations?: Record<string, string>): void {
  const { type, version, cluster, response } = api;
  const metadata = { resourceVersion: String(cluster.store.version()), ...(annotations && { annotations }) };
  const object = { kind: type.kind, apiVersion: groupVersion(type.group, version), metadata };
  response.write(`${JSON.stringify({ type: "BOOKMARK", object })}\n`);
}
