import { worstFirst } from "@/lib/gateway/walk/report";

/** Severities, in their own file so that a page can use them without loading the schemas. */
export const levels = ["info", "success", "warning", "error"] as const;

export type Level = (typeof levels)[number];

/** The format of a metadata key, in its own file so that a page can use it without the schemas. */
export const metadataKeyPattern = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/**
 * The filters of a list of gateways, without a validator, because lists in the browser don't need one: the state of
 * the worst Secured Host; `unsecured` without any; `attention` for blocked or failed.
 */
export const gatewayStateFilters = [...worstFirst, "unsecured", "attention"] as const;

export type GatewayStateFilter = (typeof gatewayStateFilters)[number];

/** A span of days until certificates expire: more than `over` and at most `within`; null is unlimited. */
export interface DaysLeftSpan {
  over: number | null;
  within: number | null;
}

/** The ends of the spans, in days; what expires later is in the last span. */
const endsInDays = [0, 7, 14, 30, 60, 90];

/** The spans that the overview counts, expired ones first, without gaps or overlaps. */
export const daysLeftSpans: readonly DaysLeftSpan[] = [...endsInDays, null].map((within, at) => ({
  over: endsInDays[at - 1] ?? null,
  within,
}));

/** Expired, or expires within a week. */
export const endingSoon: DaysLeftSpan = { over: null, within: 7 };

/**
 * The sortable columns of each list: values of its query parameter `sort`, and ids of the columns. Without a
 * validator, because lists in the browser don't need one. The first one is the default.
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
  TlsSecret: ["validity", "name", "names", "issuer", "state"],
  VirtualCluster: ["name", "managed", "provider", "securedHosts", "gateways", "services", "injection"],
  Finding: ["severity", "virtualCluster", "name", "kind", "code"],
  User: ["name", "email", "role", "lastSignIn", "created", "state"],
  Group: ["name", "users"],
  Member: ["name", "role"],
  Session: ["used", "user", "created", "address", "browser"],
  Token: ["created", "name", "user", "role", "expires", "used"],
  Event: ["at", "level", "type", "virtualCluster", "gateway", "host"],
} as const;

export type SortColumn<List extends keyof typeof sortColumns> = (typeof sortColumns)[List][number];

export const sortOrders = ["asc", "desc"] as const;
export type SortOrder = (typeof sortOrders)[number];
