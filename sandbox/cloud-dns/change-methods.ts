import type { ApiMethod } from "./api-request";
import { readChange } from "./change";
import { GoogleError, invalidValue } from "./google-error";
import { type AcceptedChange, changeResource } from "./managed-zone";
import { pageOf } from "./paging";

/** `changes.create`: all of it or nothing. */
export const createChange: ApiMethod = ({ zones, zone, body, now }) => {
  const target = zone();
  return changeResource(zones.change(target, readChange(body, target.dnsName)), now);
};

export const getChange: ApiMethod = ({ zone, path, now }) => {
  const change = zone().changes.find((each) => each.id === path.changeId);
  if (!change) {
    throw new GoogleError(
      "notFound",
      `The 'parameters.changeId' resource named '${path.changeId}' does not exist.`,
    );
  }
  return changeResource(change, now);
};

/** `changes.list`, the newest first unless `sortOrder=ascending` asks for the opposite. */
export const listChanges: ApiMethod = ({ zone, query, now }) => {
  const order = query.get("sortOrder") ?? "descending";
  if (order !== "ascending" && order !== "descending") throw invalidValue("parameters.sortOrder", order);
  const ascending = order === "ascending";
  const rank = ({ id }: AcceptedChange) =>
    String(ascending ? Number(id) : Number.MAX_SAFE_INTEGER - Number(id)).padStart(16, "0");
  const sorted = [...zone().changes].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const { items, nextPageToken } = pageOf(sorted, query, rank);
  return {
    kind: "dns#changesListResponse",
    changes: items.map((change) => changeResource(change, now)),
    ...(nextPageToken && { nextPageToken }),
  };
};
