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
import { useCallback, useEffect, useState } from "react";
import type { FoundObject as Found } from "@/lib/api/page";
import { searchObjects } from "@/lib/client/overview";
import { texts } from "./texts";

export interface FoundObject {
  /** Unique, e.g. "gateway/vamp-demo/gw-1". */
  id: string;
  /** "Gateway", "Virtual cluster", … */
  kind: string;
  name: string;
  icon: LucideIcon;
  /** Where it lives, e.g. its virtual cluster. */
  context?: string | undefined;
  href: string;
}

/** Finds objects by a text; `signal` is aborted when the text has changed meanwhile. */
export type SearchObjects = (query: string, signal: AbortSignal) => Promise<readonly FoundObject[]>;

const pauseInMilliseconds = 150;
const none: readonly FoundObject[] = [];

/** Searches a moment after the last key; what failed or came too late is dropped. */
export function useObjectSearch(query: string, search: SearchObjects | undefined) {
  const [answer, setAnswer] = useState({ query: "", found: none });
  const text = query.trim();
  const wanted = search !== undefined && text.length > 0;

  useEffect(() => {
    if (!search || !text) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      search(text, abort.signal)
        .catch(() => none)
        .then((found) => {
          if (!abort.signal.aborted) setAnswer({ query: text, found });
        });
    }, pauseInMilliseconds);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [search, text]);

  return { found: wanted ? answer.found : none, searching: wanted && answer.query !== text };
}

const most = 20;
/** Of the first objects the palette also offers to edit them. */
const mostToEdit = 3;

const looks: Readonly<Record<Found["kind"], { title: string; icon: LucideIcon }>> = {
  VirtualCluster: { title: texts.virtualCluster, icon: Boxes },
  Gateway: { title: texts.gateway, icon: Network },
  VirtualService: { title: texts.virtualService, icon: Split },
  DestinationRule: { title: texts.destinationRule, icon: Layers },
  Service: { title: texts.service, icon: Server },
  ServiceEntry: { title: texts.serviceEntry, icon: Globe },
  Application: { title: texts.application, icon: Package },
  Deployment: { title: texts.deployment, icon: Package },
  Certificate: { title: texts.certificate, icon: BadgeCheck },
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
