import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  virtualServices: "Which requests go to which service: by host, path and headers, split among versions.",
  destinationRules: "The versions behind a service, named as subsets.",
  services: "One name and port inside the cluster for all pods of an application.",
  serviceEntries: "Services outside the cluster that the mesh should know.",
  version: "A Deployment, the first version of an application.",
  loadingForm: "Loading the form",
  gatewayTitle: "Gateway",
  gatewaysTitle: "Gateways",
  serviceTitle: "Service",
  servicesTitle: "Services",
  destinationRuleTitle: "Destination rule",
  destinationRulesTitle: "Destination rules",
  virtualServiceTitle: "Virtual service",
  virtualServicesTitle: "Virtual services",
  serviceEntryTitle: "Service entry",
  serviceEntriesTitle: "Service entries",
  loading: "Loading {what}",
  newGateway: "Where traffic enters, and which hosts to serve over HTTPS.",
  newIn: "{purpose} Lamia creates it in {virtualCluster}.",
  newKind: "New {kind}",
  inVirtualCluster: "{kind} in {virtualCluster}",
});
