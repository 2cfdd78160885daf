import { worstFirst } from "@/lib/gateway/walk/report";

/** Severities, in a file of their own so that a page can use them without loading the schemas. */
export const levels = ["info", "success", "warning", "error"] as const;

export type Level = (typeof levels)[number];

/** What a metadata key looks like; in a file of its own, so that a page can have it without the schemas. */
export const metadataKeyPattern = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/**
 * What a list of gateways can be narrowed to. Without a validator, as lists in the browser need none: the state of the
 * worst Secured Host; `unsecured`, which has none; `attention`, that is blocked or failed.
 */
export const gatewayStateFilters = [...worstFirst, "unsecured", "attention"] as const;

export type GatewayStateFilter = (typeof gatewayStateFilters)[number];

/** A span of days until certificates end: more than `over` and at most `within`; null leaves that side open. */
export interface DaysLeftSpan {
  over: number | null;
  within: number | null;
}

/** Ends of the spans, in days; what ends later stands in the last one. */
const endsInDays = [0, 7, 14, 30, 60, 90];

/** The spans that certificates are counted in, those that have ended first; without a gap or an overlap. */
export const daysLeftSpans: readonly DaysLeftSpan[] = [...endsInDays, null].map((within, at) => ({
  over: endsInDays[at - 1] ?? null,
  within,
}));

/** What has ended, or does within a week. */
export const endingSoon: DaysLeftSpan = { over: null, within: 7 };

/**
 * What each list can be sorted by: values of its query parameter `sort`, and ids of the columns that show it. Without a
 * validator, as lists in the browser need none. The first is what the list is sorted by when nothing is asked for.
 */
const ofEveryObject = ["virtualCluster", "name", "findings", "created"] as const;

export const sortColumns = {
  Service: [...ofEveryObject, "ports", "selector", "type"],
  DestinationRule: [...ofEveryObject, "service", "subsets"],
  VirtualService: [...ofEveryObject, "hosts", "gateways", "destinations", "routes"],
  ServiceEntry: [...ofEveryObject, "hosts", "ports", "location"],
  Gateway: [...ofEveryObject, "securedHosts", "address", "nameServers", "certificate"],
  Application: ["virtualCluster", "name", "state", "versions", "ready", "images", "created"],
  Certificate: ["validity", "names", "gateway", "issuer", "renewal"],
  VirtualCluster: ["name", "managed", "provider", "securedHosts", "gateways", "services", "injection"],
  Finding: ["severity", "virtualCluster", "name", "kind", "code"],
  Event: ["at", "level", "type", "virtualCluster", "gateway", "host"],
} as const;

export type SortColumn<List extends keyof typeof sortColumns> = (typeof sortColumns)[List][number];

export const sortOrders = ["asc", "desc"] as const;
export type SortOrder = (typeof sortOrders)[number];
