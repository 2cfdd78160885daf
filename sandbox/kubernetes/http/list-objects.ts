import { groupVersion } from "@/sandbox/kubernetes/resources/resource-type";
import { type Entry, entryKey } from "@/sandbox/kubernetes/store/shelf";
import { ApiError, badRequest, expired } from "./api-error";
import { type ApiRequest, selectionOf } from "./api-request";
import { itemText, negotiate, partialMetadata, type Representation, sendText, tableOf } from "./respond";

/** Where a list goes on: after which object, and the version that its first page was of. */
interface Continuation {
  version: number;
  after: string;
}

/**
 * Lists objects, page by page where `limit` is set. Every page carries the version of the first one, so a
 * watch from it repeats what changed in between. Throws 400 and, for a token that is too old, 410.
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
      // With selectors the API server does not say how many are left either.
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

/** Throws 400 for what is not a whole number. */
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

/** A version from the future cannot be served (it comes from another life of the server). */
function checkVersion({ query, cluster }: ApiRequest): void {
  const wanted = Number(query.get("resourceVersion") || 0);
  const current = cluster.store.version();
  if (Number.isNaN(wanted)) throw badRequest(`invalid resource version "${query.get("resourceVersion")}"`);
  if (wanted <= current) return;
  const message = `Timeout: Too large resource version: ${wanted}, current: ${current}`;
  const cause = { reason: "ResourceVersionTooLarge", message: "Too large resource version" };
  throw new ApiError(504, "Timeout", message, { causes: [cause], retryAfterSeconds: 1 });
}
