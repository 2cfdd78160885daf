"use client";
import {
  BadgeCheck,
  Boxes,
  FileCode,
  Globe,
  Layers,
  type LucideIcon,
  Network,
  Package,
  Pencil,
  Plus,
  RefreshCw,
  Route,
  Server,
  Split,
  Stethoscope,
  Trash2,
} from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useRoleCheck } from "@/components/access/use-missing-role";
import type { FoundObject as Found } from "@/lib/api/page";
import { searchObjects } from "@/lib/client/overview";
import { type ChangedKind, changeRights } from "@/lib/model/cluster-rights";
import type { Role } from "@/lib/model/roles";
import { actionsOf, type ObjectAction, type Verb, verbIn } from "./object-actions";
import { texts } from "./texts";

export interface FoundObject {
  /** Unique, e.g. "gateway/vamp-demo/gw-1". */
  id: string;
  /** "Gateway", "Virtual cluster", … */
  kind: string;
  name: string;
  icon: LucideIcon;
  /** Its location, e.g. its virtual cluster. */
  context?: string | undefined;
  /** Its link; without it, `run` handles it. */
  href?: string;
  run?: { verb: Verb; object: Found };
  /** Why its user may not do this; shown instead of doing it. */
  reason?: string | undefined;
}

/** Finds objects by a text; `signal` is aborted when the text has changed meanwhile. */
export type SearchObjects = (query: string, signal: AbortSignal) => Promise<readonly FoundObject[]>;

const pauseInMilliseconds = 150;
const none: readonly FoundObject[] = [];

/** Searches a moment after the last key; drops failed and late results. */
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
/** The typed verb applies to at most this many of the first objects: "delete shop". */
const mostWithVerb = 8;

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

/**
 * Asks the API for objects of all kinds by name, host or address, best first, then lists the actions for the best
 * one. With a typed verb, its action for each object comes first: "delete shop".
 */
export function useSearchObjects(): SearchObjects {
  const missing = useRoleCheck();
  return useCallback<SearchObjects>(
    async (q) => {
      const entry = (item: Found, action: ObjectAction) => {
        const role = roleOf(item, action);
        const scope = item.virtualCluster ?? item.name;
        const kind = changedBy(item, action);
        return { ...actionEntry(item, action), reason: role && missing([role, scope, kind]) };
      };
      const typed = verbIn(q);
      const [{ items }, named] = await Promise.all([
        searchObjects(q, most),
        typed ? searchObjects(typed.rest, mostWithVerb) : null,
      ]);
      const meant = (named?.items ?? []).flatMap((item) =>
        actionsOf(item)
          .filter(({ verb }) => verb === typed?.verb)
          .map((action) => entry(item, action)),
      );
      const [best] = items;
      const offered = best ? actionsOf(best).map((action) => entry(best, action)) : [];
      return [...meant, ...items.map(entryOf), ...offered];
    },
    [missing],
  );
}

/** The role that an action takes; undefined if everybody who finds the object may look that way. */
function roleOf({ kind }: Found, { verb }: ObjectAction): Role | undefined {
  if (verb === "yaml" || verb === "diagnose" || verb === "routes") return undefined;
  if (verb === "check") return "operator";
  return kind === "VirtualCluster" && verb === "edit" ? "admin" : "editor";
}

/** What an action changes; undefined for what takes several kinds, or the right to any of them. */
function changedBy({ kind }: Found, { verb }: ObjectAction): ChangedKind | undefined {
  if (verb === "check" || verb === "online") return undefined;
  const changed = kind === "Application" ? "Deployment" : kind;
  return changed in changeRights ? (changed as ChangedKind) : undefined;
}

function entryOf(item: Found): FoundObject {
  const { title, icon } = looks[item.kind];
  return {
    ...placeOf(item),
    icon,
    id: `${item.kind}/${item.virtualCluster ?? ""}/${item.name}`,
    kind: title,
    href: item.link,
  };
}

function actionEntry(item: Found, { verb, title, href }: ObjectAction): FoundObject {
  return {
    ...placeOf(item),
    icon: verbIcons[verb],
    id: `${verb} ${item.kind}/${item.virtualCluster ?? ""}/${item.name}`,
    kind: title({ kind: looks[item.kind].title.toLowerCase() }),
    ...(href === undefined ? { run: { verb, object: item } } : { href }),
  };
}

function placeOf({ name, virtualCluster, context }: Found) {
  return { name, context: [virtualCluster, context].filter(Boolean).join(" · ") || undefined };
}

const verbIcons: Readonly<Record<Verb, LucideIcon>> = {
  check: RefreshCw,
  edit: Pencil,
  delete: Trash2,
  yaml: FileCode,
  diagnose: Stethoscope,
  routes: Route,
  version: Plus,
  online: Globe,
};
