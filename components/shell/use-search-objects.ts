"use client";
import {
  BadgeCheck,
  Boxes,
  Globe,
  Layers,
  type LucideIcon,
  Network,
  Package,
  Pencil,
  Server,
  Split,
} from "lucide-react";
import { useCallback } from "react";
import type { FoundObject as Found } from "@/lib/api/search";
import { searchObjects } from "@/lib/client/search";
import type { FoundObject, SearchObjects } from "./use-object-search";

const most = 20;
/** Of the first objects the palette also offers to edit them. */
const mostToEdit = 3;

const looks: Readonly<Record<Found["kind"], { title: string; icon: LucideIcon }>> = {
  VirtualCluster: { title: "Virtual Cluster", icon: Boxes },
  Gateway: { title: "Gateway", icon: Network },
  VirtualService: { title: "Virtual Service", icon: Split },
  DestinationRule: { title: "Destination Rule", icon: Layers },
  Service: { title: "Service", icon: Server },
  ServiceEntry: { title: "Service Entry", icon: Globe },
  Application: { title: "Application", icon: Package },
  Deployment: { title: "Deployment", icon: Package },
  Certificate: { title: "Certificate", icon: BadgeCheck },
};

/** The last part of the address at which an object of a kind is edited; kinds without a form have none. */
const editPages: Partial<Record<Found["kind"], string>> = {
  VirtualCluster: "metadata",
  Gateway: "edit",
  VirtualService: "edit",
  DestinationRule: "edit",
  Service: "edit",
  ServiceEntry: "edit",
};

/** Asks the API for objects of all kinds by name, host or label, the best first; then offers to edit the best. */
export function useSearchObjects(): SearchObjects {
  return useCallback<SearchObjects>(async (q) => {
    const { items } = await searchObjects(q, most);
    return [
      ...items.map((item) => entryOf(item)),
      ...items
        .filter(({ kind }) => editPages[kind] !== undefined)
        .slice(0, mostToEdit)
        .map((item) => entryOf(item, editPages[item.kind])),
    ];
  }, []);
}

function entryOf({ kind, name, virtualCluster, context, link }: Found, editPage?: string): FoundObject {
  const { title, icon } = looks[kind];
  return {
    icon: editPage === undefined ? icon : Pencil,
    id: `${editPage ?? ""} ${kind}/${virtualCluster ?? ""}/${name}`,
    kind: editPage === undefined ? title : `Edit ${title}`,
    name,
    context: [virtualCluster, context].filter(Boolean).join(" · ") || undefined,
    href: editPage === undefined ? link : `${link}/${editPage}`,
  };
}
