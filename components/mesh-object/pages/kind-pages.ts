import { type MeshKind, meshKinds } from "@/lib/client/mesh-objects";
import type { Kind } from "@/lib/istio/kinds";
import { texts } from "./texts";

/** Kinds that can be linked, including gateways; the pages of a Deployment are below its application. */
export type LinkedKind = MeshKind | "Gateway";

/** The names of a kind on its pages; small, so that lists needn't load the forms. */
export const kindTitles: Readonly<Record<LinkedKind, { title: string; plural: string }>> = {
  Gateway: { title: texts.gatewayTitle, plural: texts.gatewaysTitle },
  Service: { title: texts.serviceTitle, plural: texts.servicesTitle },
  DestinationRule: { title: texts.destinationRuleTitle, plural: texts.destinationRulesTitle },
  VirtualService: { title: texts.virtualServiceTitle, plural: texts.virtualServicesTitle },
  ServiceEntry: { title: texts.serviceEntryTitle, plural: texts.serviceEntriesTitle },
};

/** The kind's name on pages. */
export function titleOf(kind: Kind): string {
  return kind === "Deployment" ? kind : kindTitles[kind].title;
}

const segments: Readonly<Record<LinkedKind, string>> = { ...meshKinds, Gateway: "gateways" };

/** The page that lists a kind, in one virtual cluster or in all. */
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

/** The page of a finding's object; none for kinds without pages, such as a Namespace or a Secret. */
export function hrefOfReference(object: { kind: string; namespace: string; name: string }): string | null {
  return Object.hasOwn(segments, object.kind)
    ? objectHref(object.kind as LinkedKind, object.namespace, object.name)
    : null;
}

/** The purpose of VirtualServices, for their list and its placeholder. */
export const virtualServiceDescription = texts.virtualServices;

/** The purpose of DestinationRules, for their list and its placeholder. */
export const destinationRuleDescription = texts.destinationRules;

/** The purpose of Services, for their list and its placeholder. */
export const serviceDescription = texts.services;

/** The purpose of ServiceEntries, for their list and its placeholder. */
export const serviceEntryDescription = texts.serviceEntries;

/** What the form of a new object creates. */
export const versionPurpose = texts.version;

const purposes: Readonly<Record<Kind, string>> = {
  Gateway: texts.newGateway,
  Service: serviceDescription,
  DestinationRule: destinationRuleDescription,
  VirtualService: virtualServiceDescription,
  ServiceEntry: serviceEntryDescription,
  Deployment: versionPurpose,
};

/** The text above the form of a new object: its purpose, and where it will be. */
export function newDescription(kind: Kind, virtualCluster: string): string {
  return texts.newIn({ purpose: purposes[kind], virtualCluster });
}
