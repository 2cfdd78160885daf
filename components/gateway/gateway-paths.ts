/** Paths of the panel's pages about gateways. */
export const gatewayPaths = {
  list: (virtualCluster: string) => `/virtual-clusters/${encodeURIComponent(virtualCluster)}/gateways`,
  create: (virtualCluster: string) => `${gatewayPaths.list(virtualCluster)}/new`,
  details: (virtualCluster: string, name: string) =>
    `${gatewayPaths.list(virtualCluster)}/${encodeURIComponent(name)}`,
  edit: (virtualCluster: string, name: string) => `${gatewayPaths.details(virtualCluster, name)}/edit`,
  map: (virtualCluster: string, name: string) =>
    `/virtual-clusters/${encodeURIComponent(virtualCluster)}/map?gateway=${encodeURIComponent(name)}`,
  metadata: (virtualCluster: string) => `/virtual-clusters/${encodeURIComponent(virtualCluster)}/metadata`,
};
