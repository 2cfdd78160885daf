import { type MeshKind, meshKinds } from "@/lib/client/mesh-objects";
import type { Kind } from "@/lib/istio/kinds";
import { texts } from "./texts";

/** Kinds that are told of with a link, gateways too; the pages of a Deployment are below its application. */
export type LinkedKind = MeshKind | "Gateway";

/** How a kind is called on its pages; small, so that lists need not load the forms. */
export const kindTitles: Readonly<Record<LinkedKind, { title: string; plural: string }>> = {
  Gateway: { title: texts.gatewayTitle, plural: texts.gatewaysTitle },
  Service: { title: texts.serviceTitle, plural: texts.servicesTitle },
  DestinationRule: { title: texts.destinationRuleTitle, plural: texts.destinationRulesTitle },
  VirtualService: { title: texts.virtualServiceTitle, plural: texts.virtualServicesTitle },
  ServiceEntry: { title: texts.serviceEntryTitle, plural: texts.serviceEntriesTitle },
};

/** As people read the kind. */
export function titleOf(kind: Kind): string {
  return kind === "Deployment" ? kind : kindTitles[kind].title;
}

const segments: Readonly<Record<LinkedKind, string>> = { ...meshKinds, Gateway: "gateways" };

/** The page that lists a kind, of one virtual cluster or of all. */
export function listHref(kind: LinkedKind, virtualCluster?: string): string {
  const base = virtualCluster === undefined ? "" : `/virtual-clusters/${encodeURIComponent(virtualCluster)}`;
  return `${base}/${segments[kind]}`;
}

export function objectHref(kind: LinkedKind, virtualCluster: string, name: string): string {
  return `${listHref(kind, virtualCluster)}/${encodeURIComponent(name)}`;
}

export function editHref(kind: LinkedKind, virtualCluster: string, name: string): string {
  return `${objectHref(kind, virtualCluster, name)}/edit`;
}

export function newHref(kind: LinkedKind, virtualCluster: string): string {
  return `${listHref(kind, virtualCluster)}/new`;
}

/** The page of what a finding is about; none for kinds without pages, such as a Namespace or a Secret. */
export function hrefOfReference(object: { kind: string; namespace: string; name: string }): string | null {
  return Object.hasOwn(segments, object.kind)
    ? objectHref(object.kind as LinkedKind, object.namespace, object.name)
    : null;
}

/** What gateways are for, on their list and on what stands for it. */
export const gatewayDescription = texts.gateways;

/** What VirtualServices are for, on their list and on what stands for it. */
export const virtualServiceDescription = texts.virtualServices;

/** What DestinationRules are for, on their list and on what stands for it. */
export const destinationRuleDescription = texts.destinationRules;

/** What Services are for, on their list and on what stands for it. */
export const serviceDescription = texts.services;

/** What ServiceEntries are for, on their list and on what stands for it. */
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
