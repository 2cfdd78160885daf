import type { Kind } from "@/lib/istio/kinds";
import {
  destinationRuleDescription,
  serviceDescription,
  serviceEntryDescription,
  versionPurpose,
  virtualServiceDescription,
} from "./descriptions";

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
