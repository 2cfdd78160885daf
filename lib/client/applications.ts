import { queryOptions } from "@tanstack/react-query";
import type { ApplicationView, DeploymentDetails } from "@/lib/api/application";
import type { SortColumn } from "@/lib/api/choices";
import { type ListOrder, listQuery, queryKey } from "./list-query";
import type { SaveOptions } from "./mesh-objects";
import { queryString, request } from "./request";

const base = (virtualCluster: string) => `/virtual-clusters/${encodeURIComponent(virtualCluster)}`;
const applicationPath = (virtualCluster: string, app: string) =>
  `${base(virtualCluster)}/applications/${encodeURIComponent(app)}`;
const deploymentPath = (virtualCluster: string, name: string) =>
  `${base(virtualCluster)}/deployments/${encodeURIComponent(name)}`;

export interface ApplicationFilter extends ListOrder<SortColumn<"Application">> {
  /** Default: all virtual clusters. */
  virtualCluster?: string;
  q?: string;
  state?: string;
  /** In the list of all virtual clusters: `all` includes other namespaces. */
  show?: "managed" | "all";
}

export function applicationsQuery({ virtualCluster, ...filter }: ApplicationFilter = {}) {
  const path = virtualCluster === undefined ? "/applications" : `${base(virtualCluster)}/applications`;
  const key = queryKey("applications", virtualCluster, undefined, filter);
  return listQuery<ApplicationView>(key, path, { ...filter });
}

export function applicationQuery(virtualCluster: string, app: string) {
  return queryOptions({
    queryKey: queryKey("applications", virtualCluster, app),
    queryFn: () => request<ApplicationView>("GET", applicationPath(virtualCluster, app)),
  });
}

/** Deletes every Deployment of the application. */
export function deleteApplication(virtualCluster: string, app: string): Promise<void> {
  return request("DELETE", applicationPath(virtualCluster, app));
}

export function deploymentQuery<Form = unknown>(virtualCluster: string, name: string) {
  return queryOptions({
    queryKey: queryKey("applications", virtualCluster, undefined, { deployment: name }),
    queryFn: () => request<DeploymentDetails<Form>>("GET", deploymentPath(virtualCluster, name)),
  });
}

export function createDeployment<Form = unknown>(
  virtualCluster: string,
  form: unknown,
): Promise<DeploymentDetails<Form>> {
  return request("POST", `${base(virtualCluster)}/deployments`, form);
}

export function saveDeployment<Form = unknown>(
  virtualCluster: string,
  form: { name: string },
  { resourceVersion, force }: SaveOptions = {},
): Promise<DeploymentDetails<Form>> {
  const query = queryString({ resourceVersion, force });
  return request("PUT", `${deploymentPath(virtualCluster, form.name)}${query}`, form);
}

export function deleteDeployment(virtualCluster: string, name: string): Promise<void> {
  return request("DELETE", deploymentPath(virtualCluster, name));
}
