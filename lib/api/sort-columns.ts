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
