import type { Kind } from "@/lib/istio/kinds";
import { texts } from "./texts";

/** What gateways are for, on their list and on what stands for it. */
export const gatewayDescription = texts.gateways;

/** What Virtual Services are for, on their list and on what stands for it. */
export const virtualServiceDescription = texts.virtualServices;

/** What Destination Rules are for, on their list and on what stands for it. */
export const destinationRuleDescription = texts.destinationRules;

/** What Services are for, on their list and on what stands for it. */
export const serviceDescription = texts.services;

/** What Service Entries are for, on their list and on what stands for it. */
export const serviceEntryDescription = texts.serviceEntries;

/** What applications are, on their list and on what stands for it. */
export const applicationDescription = texts.applications;

/** What the form of a new one makes. */
export const versionPurpose = texts.version;

const purposes: Readonly<Record<Kind, string>> = {
  Gateway: texts.newGateway,
  Service: serviceDescription,
  DestinationRule: destinationRuleDescription,
  VirtualService: virtualServiceDescription,
  ServiceEntry: serviceEntryDescription,
  Deployment: versionPurpose,
};

/** What stands above the form of a new object: what it is for, and where it will stand. */
export function newDescription(kind: Kind, virtualCluster: string): string {
  return texts.newIn({ purpose: purposes[kind], virtualCluster });
}
