import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  destinationRule: "Destination rule",
  service: "Service",
  nextGateway: "Next: open a port to the world",
  createGateway: "Create a gateway",
  nextGatewayHelp:
    "Lamia sets up DNS and a certificate for a gateway with a Secured Host. A virtual service then sends its requests to the subsets.",
  nextRequests: "Next: send requests to the subsets",
  createVirtualService: "Create a virtual service",
  nextRequestsHelp:
    "A virtual service takes the requests for {host} at the gateway {gateway} and splits them among the subsets.",
  notHere: "Not in this virtual cluster. You can use what you typed, such as shop.other.svc.cluster.local.",
  serviceHelp: "The service whose pods you split. For one in another namespace, enter its full name.",
  subsets: "Subsets",
  noneHelp:
    "A destination rule splits the pods of a service into subsets, usually one for each version. A virtual service can then send 90% of the requests to one and 10% to the next. Create the service first.",
  subset: "Subset",
  labels: "Labels",
  pods: "Pods",
  unknownHere: "unknown",
  noPod: "No pods",
  usedBy: "Used by",
  noSubsetsHelp: "Without subsets, it splits nothing.",
  subsetsOf: "Groups of the pods behind {service}, chosen by their labels.",
  subsetsHelp: "Each subset names a group of pods by their labels, usually one version.",
  noSubsets: "No subsets: the rule splits nothing.",
  versionsBehind: "Versions behind the service:",
  oneForEach: "one for each",
  name: "Name",
  nameHelp: "Virtual services send requests to it by this name.",
  labelOf: "Label of subset {number}",
  addLabel: "Add label",
  allPods: "No labels: all pods of the service.",
  serviceEntry: "service entry",
});
