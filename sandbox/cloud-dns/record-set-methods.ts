import { absoluteName, isRecordType, type RecordSet } from "@/sandbox/name-servers/record-set";
import { type ApiMethod, type ApiRequest, pageOf } from "./api-request";
import { readChange } from "./change";
import { GoogleError, invalidValue, quota } from "./google-error";
import { type AcceptedChange, changeResource, recordSetResource } from "./managed-zone";
import { readRecordSet } from "./record-set-input";

/** `projects.get`: the quotas. */
export const getProject: ApiMethod = ({ projectId }) => ({
  kind: "dns#project",
  id: projectId,
  number: "104285714285",
  quota: { kind: "dns#quota", ...quota },
});

const place = "entity.rrset";
const places = () => place;

/** `resourceRecordSets.list`: by name, and by type when there is a name. */
export const listRecordSets: ApiMethod = ({ zone, query }) => {
  const name = query.get("name");
  const type = query.get("type");
  if (type !== null && name === null) throw invalidValue("parameters.type", type);
  const content = zone().content;
  const sets = name === null ? [...content.all()] : [...(content.at(absoluteName(name))?.values() ?? [])];
  const matching = sets.filter((set) => type === null || set.type === type).sort(byKey);
  const { items, nextPageToken } = pageOf(matching, query, sortKey);
  return {
    kind: "dns#resourceRecordSetsListResponse",
    rrsets: items.map(recordSetResource),
    ...(nextPageToken && { nextPageToken }),
  };
};

export const getRecordSet: ApiMethod = (request) => recordSetResource(existing(request));

export const createRecordSet: ApiMethod = ({ zones, zone, body }) => {
  const target = zone();
  const set = readRecordSet(body, place, target.dnsName);
  zones.change(target, { deletions: [], additions: [set] }, places);
  return recordSetResource(set);
};

/** `resourceRecordSets.patch`: TTL and rrdatas; what is not named stays. */
export const patchRecordSet: ApiMethod = (request) => {
  const target = request.zone();
  const found = existing(request);
  const { rrdatas, routingPolicy, ...rest } = { ...(request.body as Partial<RecordSet> | undefined) };
  // Records and a policy take each other's place.
  const data = rrdatas ? { rrdatas } : routingPolicy ? { routingPolicy } : dataOf(found);
  const { name, type, ttl } = found;
  const next = readRecordSet({ name, type, ttl, ...rest, ...data }, place, target.dnsName);
  if (next.name !== found.name || next.type !== found.type) throw invalidValue(`${place}.name`, next.name);
  request.zones.change(target, { deletions: [found], additions: [next] }, places);
  return recordSetResource(next);
};

export const deleteRecordSet: ApiMethod = (request) => {
  const found = existing(request);
  request.zones.change(request.zone(), { deletions: [found], additions: [] }, places);
  return {};
};

function existing({ zone, path }: ApiRequest): RecordSet {
  const { name = "", type = "" } = path;
  if (!isRecordType(type)) throw invalidValue("parameters.type", type);
  const found = zone().content.get(absoluteName(name), type);
  if (!found) {
    throw new GoogleError(
      "notFound",
      `The 'parameters.rrset' resource named '${absoluteName(name)} (${type})' does not exist.`,
    );
  }
  return found;
}

function dataOf({ rrdatas, routingPolicy }: RecordSet): object {
  return routingPolicy ? { routingPolicy } : { rrdatas };
}

function sortKey({ name, type }: RecordSet): string {
  return `${name} ${type}`;
}

function byKey(a: RecordSet, b: RecordSet): number {
  return sortKey(a) < sortKey(b) ? -1 : 1;
}

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
