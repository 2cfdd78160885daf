import { invalidValue } from "./google-error";
import type { ManagedZone } from "./managed-zone";
import type { ManagedZones } from "./managed-zones";

/** An authenticated request, as the API's methods receive it. */
export interface ApiRequest {
  zones: ManagedZones;
  projectId: string;
  /** ms since 1970. */
  now: number;
  query: URLSearchParams;
  /** The JSON body; undefined when the request has none. */
  body: unknown;
  /** Path parameters of the route, decoded. */
  path: Record<string, string>;
  /** The managed zone of the path. @throws GoogleError 404 */
  zone(): ManagedZone;
}

/** An API method: returns the JSON body, or throws a GoogleError. */
export type ApiMethod = (request: ApiRequest) => object;

/** One page of a list, with the token of the next page if there are more items. */
export interface Page<Item> {
  items: Item[];
  nextPageToken?: string;
}

/**
 * Returns the page that `maxResults` (1–1000) and `pageToken` ask for. The token holds the key of the last item
 * sent, so additions and deletions between requests neither repeat nor hide other items.
 * @param items sorted by `key`
 * @throws GoogleError `invalid`
 */
export function pageOf<Item>(items: Item[], query: URLSearchParams, key: (item: Item) => string): Page<Item> {
  const asked = query.get("maxResults");
  const limit = asked === null ? 1000 : Number(asked);
  if (!Number.isInteger(limit) || limit < 1) throw invalidValue("parameters.maxResults", asked);
  const token = query.get("pageToken");
  const after = token ? Buffer.from(token, "base64url").toString() : undefined;
  if (token && (!after || Buffer.from(after).toString("base64url") !== token)) {
    throw invalidValue("parameters.pageToken", token);
  }
  const start = after === undefined ? 0 : items.findIndex((item) => key(item) > after);
  if (start < 0) return { items: [] };
  const page = items.slice(start, start + Math.min(limit, 1000));
  const last = page.at(-1);
  if (last === undefined || start + page.length >= items.length) return { items: page };
  return { items: page, nextPageToken: Buffer.from(key(last)).toString("base64url") };
}
