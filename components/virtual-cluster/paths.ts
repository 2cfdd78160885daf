/** Paths of a virtual cluster's pages; `page` is the rest, e.g. "metadata" or "gateways/new". */
export function virtualClusterPath(name: string, page?: string): string {
  const base = `/virtual-clusters/${encodeURIComponent(name)}`;
  return page === undefined ? base : `${base}/${page}`;
}

export function gatewayPath(virtualCluster: string, name: string): string {
  return virtualClusterPath(virtualCluster, `gateways/${encodeURIComponent(name)}`);
}
