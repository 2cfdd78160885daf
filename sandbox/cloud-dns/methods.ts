import {
  absoluteName,
  isDomainName,
  isRecordType,
  parentName,
  type RecordSet,
} from "@/sandbox/name-servers/record-set";
import { type ApiMethod, type ApiRequest, pageOf } from "./api-request";
import { readChange, readRecordSet } from "./change";
import { dnsKeyResources } from "./dns-keys";
import { GoogleError, invalidValue, missingParameter, quota } from "./google-error";
import { type AcceptedChange, changeResource, recordSetResource, zoneResource } from "./managed-zone";
import { dnsNameNotAvailable } from "./managed-zones";
/** `managedZones.list`, with the exact filter `dnsName`. */
export const listManagedZones: ApiMethod = ({ zones, query }) => {
  const dnsName = query.get("dnsName");
  const matching = zones.list().filter((zone) => dnsName === null || zone.dnsName === absoluteName(dnsName));
  const { items, nextPageToken } = pageOf(matching, query, (zone) => zone.name);
  return {
    kind: "dns#managedZonesListResponse",
    managedZones: items.map(zoneResource),
    ...(nextPageToken && { nextPageToken }),
  };
};

export const getManagedZone: ApiMethod = ({ zone }) => zoneResource(zone());

/**
 * `managedZones.create`. A private zone is only stored and listed: the sandbox has no private network that could
 * resolve its names.
 */
export const createManagedZone: ApiMethod = ({ zones, body }) => {
  const place = "entity.managedZone";
  if (typeof body !== "object" || body === null) throw missingParameter(place);
  const { name, dnsName, description, labels, visibility, privateVisibilityConfig } = body as Record<
    string,
    unknown
  >;
  if (name === undefined) throw missingParameter(`${place}.name`);
  if (typeof name !== "string" || !/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    throw invalidValue(`${place}.name`, name);
  }
  if (dnsName === undefined) throw missingParameter(`${place}.dnsName`);
  if (typeof dnsName !== "string" || !dnsName.endsWith(".") || !isDomainName(absoluteName(dnsName))) {
    throw invalidValue(`${place}.dnsName`, dnsName);
  }
  if (description === undefined) throw missingParameter(`${place}.description`);
  const isPrivate = visibility === "private";
  if (!isPrivate && visibility !== undefined && visibility !== "public") {
    throw invalidValue(`${place}.visibility`, visibility);
  }
  if (!isPrivate && privateVisibilityConfig !== undefined) {
    throw invalidValue(`${place}.privateVisibilityConfig`, "public");
  }
  const apex = absoluteName(dnsName);
  const isTopLevel = parentName(apex) === "." || parentName(apex) === undefined;
  if ((isTopLevel && !isPrivate) || apex === "googledomains.com.") throw dnsNameNotAvailable(name);
  const zone = zones.create({
    name,
    dnsName: apex,
    description: readDescription(description),
    labels: labels === undefined ? {} : readLabels(labels),
    ...(isPrivate && { privateVisibilityConfig: readPrivateVisibility(privateVisibilityConfig) }),
  });
  return zoneResource(zone);
};

/** `managedZones.patch`: description, labels and DNSSEC; returns an operation that is already done. */
export const patchManagedZone: ApiMethod = ({ zones, zone, body, now }) => {
  if (typeof body !== "object" || body === null) throw missingParameter("entity.managedZone");
  const { description, labels, dnssecConfig } = body as Record<string, unknown>;
  const current = zone();
  const oldValue = zoneResource(current);
  zones.update(current, {
    ...(description !== undefined && { description: readDescription(description) }),
    ...(labels !== undefined && { labels: readLabels(labels) }),
    ...(dnssecConfig !== undefined && { isSigned: readDnssec(dnssecConfig) }),
  });
  return {
    kind: "dns#operation",
    id: String(now),
    startTime: new Date(now).toISOString(),
    status: "done",
    type: "update",
    zoneContext: { oldValue, newValue: zoneResource(current) },
  };
};

/** `dnsKeys.list` */
export const listDnsKeys: ApiMethod = ({ zone }) => ({
  kind: "dns#dnsKeysListResponse",
  dnsKeys: dnsKeyResources(zone()),
});

export const deleteManagedZone: ApiMethod = ({ zones, zone }) => {
  zones.remove(zone());
  return {};
};

/** The networks that see a private zone; the list may be empty. */
function readPrivateVisibility(value: unknown = {}): object {
  const place = "entity.managedZone.privateVisibilityConfig";
  if (typeof value !== "object" || value === null) throw invalidValue(place, value);
  const { networks = [] } = value as { networks?: unknown };
  if (!Array.isArray(networks)) throw invalidValue(`${place}.networks`, networks);
  const kind = "dns#managedZonePrivateVisibilityConfig";
  return {
    kind,
    networks: networks.map((network: unknown, at) => {
      const url = (network as { networkUrl?: unknown } | null)?.networkUrl;
      if (typeof url !== "string" || url === "")
        throw invalidValue(`${place}.networks[${at}].networkUrl`, url);
      return { kind: `${kind}Network`, networkUrl: url };
    }),
  };
}

function readDescription(value: unknown): string {
  if (typeof value !== "string" || value.length > 1024) {
    throw invalidValue("entity.managedZone.description", value);
  }
  return value;
}

function readDnssec(value: unknown): boolean {
  const state = (value as { state?: unknown } | null)?.state;
  if (state !== "on" && state !== "off") throw invalidValue("entity.managedZone.dnssecConfig.state", state);
  return state === "on";
}

function readLabels(value: unknown): Record<string, string> {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : undefined;
  if (!entries?.every(([key, text]) => /^[a-z][\w-]{0,62}$/.test(key) && typeof text === "string")) {
    throw invalidValue("entity.managedZone.labels", JSON.stringify(value));
  }
  return Object.fromEntries(entries);
}

/** `projects.get`: the quotas. */
export const getProject: ApiMethod = ({ projectId }) => ({
  kind: "dns#project",
  id: projectId,
  number: "104285714285",
  quota: { kind: "dns#quota", ...quota },
});

const place = "entity.rrset";
const places = () => place;

/** `resourceRecordSets.list`: by name, or by name and type. */
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

/** `resourceRecordSets.patch`: TTL and rrdatas; fields that the request omits stay. */
export const patchRecordSet: ApiMethod = (request) => {
  const target = request.zone();
  const found = existing(request);
  const { rrdatas, routingPolicy, ...rest } = { ...(request.body as Partial<RecordSet> | undefined) };
  // Records and a policy replace each other.
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

/** `changes.create`: applies everything or nothing. */
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

/** `changes.list`, newest first unless `sortOrder=ascending`. */
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
