import type { Kind } from "@/lib/istio/kinds";

/** What gateways are for, on their list and on what stands for it. */
export const gatewayDescription =
  "Where traffic enters, for which hosts, and how far each Secured Host has come.";

/** What Virtual Services are for, on their list and on what stands for it. */
export const virtualServiceDescription =
  "Which requests go to which service: by host, path and headers, shared among versions by weight.";

/** What Destination Rules are for, on their list and on what stands for it. */
export const destinationRuleDescription = "The versions behind a service, named as subsets.";

/** What Services are for, on their list and on what stands for it. */
export const serviceDescription = "One name and port inside the cluster for all pods of an application.";

/** What Service Entries are for, on their list and on what stands for it. */
export const serviceEntryDescription = "Services outside of Kubernetes that the mesh is to know.";

/** What applications are, on their list and on what stands for it. */
export const applicationDescription =
  "What runs: Deployments that share the label app, each of them a version.";

/** What the form of a new one makes. */
export const versionPurpose = "A Deployment, its first version.";

const purposes: Readonly<Record<Kind, string>> = {
  Gateway: "Where traffic enters, and which hosts are to open over HTTPS.",
  Service: serviceDescription,
  DestinationRule: destinationRuleDescription,
  VirtualService: virtualServiceDescription,
  ServiceEntry: serviceEntryDescription,
  Deployment: versionPurpose,
};

/** What stands above the form of a new object: what it is for, and where it will stand. */
export function newDescription(kind: Kind, virtualCluster: string): string {
  return `${purposes[kind]} It will stand in ${virtualCluster}.`;
}
