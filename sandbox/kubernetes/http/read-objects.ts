import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { groupVersion, resourceKey } from "@/sandbox/kubernetes/resources/resource-type";
import { type Entry, entryKey, type StoreEvent } from "@/sandbox/kubernetes/store/object-store";
import { ApiError, badRequest, expired } from "./api-error";
import { type ApiRequest, selectionOf } from "./api-request";
import {
  itemText,
  negotiate,
  objectText,
  partialMetadata,
  type Representation,
  sendText,
  streamTo,
  tableOf,
} from "./respond";

/** Where a list continues: after which object, and the version of its first page. */
interface Continuation {
  version: number;
  after: string;
}

/**
 * Lists objects, in pages if `limit` is set. Every page has the first page's version, so a watch from it repeats
 * changes made in between. Throws 400 and, for an expired token, 410.
 */
export function listObjects(api: ApiRequest): void {
  api.counts.kubernetesLists += 1;
  const { cluster, type, namespace, query, response } = api;
  const selects = selectionOf(api);
  const from = continuationOf(api);
  checkVersion(api);
  const limit = limitOf(query.get("limit"));
  const items: Entry[] = [];
  let remaining = 0;
  for (const entry of cluster.store.range(type, namespace, from?.after)) {
    if (selects && !selects(entry.object)) continue;
    if (limit === 0 || items.length < limit) items.push(entry);
    else {
      remaining += 1;
      // The API server gives no remaining count either when a selector is set.
      if (selects) break;
    }
  }
  const listed = from?.version ?? cluster.store.version();
  const last = items.at(-1)?.object.metadata;
  const metadata = {
    resourceVersion: String(listed),
    ...(remaining > 0 &&
      last && { continue: encode({ version: listed, after: entryKey(last.namespace, last.name) }) }),
    ...(remaining > 0 && !selects && { remainingItemCount: remaining }),
  };
  const form = negotiate(api.request.headers.accept);
  sendText(response, 200, listText(api, form, items, metadata), form);
}

function listText(
  { cluster, type, version, query }: ApiRequest,
  form: Representation,
  items: readonly Entry[],
  metadata: Record<string, unknown>,
): string {
  if (form === "table") {
    const options = { now: cluster.now(), includeObject: query.get("includeObject"), metadata };
    return JSON.stringify(tableOf(type, version, items, options));
  }
  if (form === "partial") {
    const partials = items.map(({ object }) => partialMetadata(object));
    const kind = "PartialObjectMetadataList";
    return JSON.stringify({ kind, apiVersion: "meta.k8s.io/v1", metadata, items: partials });
  }
  const list = { kind: `${type.kind}List`, apiVersion: groupVersion(type.group, version), metadata };
  const texts = items.map((entry) => itemText(entry, type, version));
  return `${JSON.stringify(list).slice(0, -1)},"items":[${texts.join(",")}]}`;
}

/** Throws 400 when it isn't a whole number. */
function limitOf(text: string | null): number {
  if (text && !/^-?\d+$/.test(text))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Math.max(0, Number(text ?? 0));
}

function encode(continuation: Continuation): string {
  return Buffer.from(JSON.stringify(continuation)).toString("base64url");
}

function continuationOf({ query, cluster, type }: ApiRequest): Continuation | null {
  const token = query.get("continue");
  if (!token) return null;
  let parsed: Partial<Continuation> = {};
  try {
    parsed = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch {
    throw badRequest("continue key is not valid");
  }
  const { version, after } = parsed;
  if (typeof version !== "number" || typeof after !== "string") throw badRequest("continue key is not valid");
  if (cluster.store.history(type).since(version) === null) {
    throw expired(
      "The provided continue parameter is too old to display a consistent list result. You can start a new " +
        "list without the continue parameter.",
    );
  }
  return { version, after };
}

/** A version from the future can't be served; it comes from an earlier run of the server. */
function checkVersion({ query, cluster }: ApiRequest): void {
  const wanted = Number(query.get("resourceVersion") || 0);
  const current = cluster.store.version();
  if (Number.isNaN(wanted)) throw badRequest(`invalid resource version "${query.get("resourceVersion")}"`);
  if (wanted <= current) return;
  const message = `Timeout: Too large resource version: ${wanted}, current: ${current}`;
  const cause = { reason: "ResourceVersionTooLarge", message: "Too large resource version" };
  throw new ApiError(504, "Timeout", message, { causes: [cause], retryAfterSeconds: 1 });
}

const bookmarkEveryMilliseconds = 20_000;
const defaultTimeoutSeconds = 1_800;

/**
 * Streams the changes of a resource (API concepts, "Efficient detection of changes"), from `resourceVersion` on, or
 * after the current state if none is given. For a version that is too old, it sends an ERROR event with code 410.
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
  /** Sends the watch's current version, so that the client can resume from there even if nothing changed. */
  bookmark(annotations?: Record<string, string>): string;
}

/** The lines of a watch in the requested format, bookmarks included: the client expects one format throughout. */
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
      // An object of the kind with nothing but its version, so it has no name either.
      const bare = { apiVersion, kind: type.kind, metadata } as StoredObject;
      const text =
        form === "partial" || form === "table" ? inForm({ object: bare, version: at }) : JSON.stringify(bare);
      return `{"type":"BOOKMARK","object":${text}}\n`;
    },
  };
}
