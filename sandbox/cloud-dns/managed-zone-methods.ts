import { absoluteName, isDomainName, parentName } from "@/sandbox/name-servers/record-set";
import { type ApiMethod, pageOf } from "./api-request";
import { invalidValue, missingParameter } from "./google-error";
import { zoneResource } from "./managed-zone";
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
 * `managedZones.create`. A private zone is stored and listed only: the sandbox has no network in which anybody could ask
 * for its names.
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

/** `managedZones.patch`: description and labels; answers an operation that is done. */
export const patchManagedZone: ApiMethod = ({ zones, zone, body, now }) => {
  if (typeof body !== "object" || body === null) throw missingParameter("entity.managedZone");
  const { description, labels } = body as Record<string, unknown>;
  const current = zone();
  const oldValue = zoneResource(current);
  zones.update(current, {
    ...(description !== undefined && { description: readDescription(description) }),
    ...(labels !== undefined && { labels: readLabels(labels) }),
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

export const deleteManagedZone: ApiMethod = ({ zones, zone }) => {
  zones.remove(zone());
  return {};
};

/** The networks that see a private zone; none is allowed as well. */
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

function readLabels(value: unknown): Record<string, string> {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : undefined;
  if (!entries?.every(([key, text]) => /^[a-z][\w-]{0,62}$/.test(key) && typeof text === "string")) {
    throw invalidValue("entity.managedZone.labels", JSON.stringify(value));
  }
  return Object.fromEntries(entries);
}
