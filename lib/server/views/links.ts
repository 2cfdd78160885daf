/** The second-to-last part of the address of an object's page. */
const folders: Record<string, string> = {
  Gateway: "gateways",
  VirtualService: "virtual-services",
  DestinationRule: "destination-rules",
  Service: "services",
  ServiceEntry: "service-entries",
  Application: "applications",
};

/** The page of an object in the panel; for a kind without pages, that of its virtual cluster. */
export function linkTo(kind: string, virtualCluster: string, name: string): string {
  const base = `/virtual-clusters/${encodeURIComponent(virtualCluster)}`;
  const folder = folders[kind];
  return folder === undefined ? base : `${base}/${folder}/${encodeURIComponent(name)}`;
}
