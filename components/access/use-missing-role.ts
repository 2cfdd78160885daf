"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import type { IdentityView } from "@/lib/api/access";
import { sessionQuery } from "@/lib/client/activity";
import { adminsQuery } from "@/lib/client/people";
import {
  type ChangedKind,
  changeRights,
  type KindChanges,
  resourceName,
  rightsOf,
} from "@/lib/model/cluster-rights";
import { everywhere, hasRole, isAllowed, type Role } from "@/lib/model/roles";
import { texts } from "./texts";

/**
 * A role, and where: a virtual cluster, `*` for the installation, or null for any virtual cluster. What changes objects of one kind names
 * it, because where the cluster decides, each kind has rights of its own.
 */
export type Need = readonly [role: Role, scope: string | null, kind?: ChangedKind | undefined];

/**
 * Why who is signed in may not do this, and whom to ask; undefined if they may, or while that isn't known: the server
 * decides either way, by the same rule. Every control that changes something asks here.
 */
export function useMissingRole(need: Need | undefined): string | undefined {
  const session = useSession();
  const isMissing = need !== undefined && session !== undefined && !covers(session, need);
  const scope = need?.[1];
  const place = scope === everywhere || scope === null ? undefined : scope;
  const isOfCluster = isMissing && isClusters(session, need);
  const { data: admins } = useQuery({ ...adminsQuery(place), enabled: isMissing && !isOfCluster });
  if (!isMissing) return undefined;
  return isOfCluster ? clusterReasonFor(need) : reasonFor(need, admins?.names ?? []);
}

/**
 * Whether they may; undefined until that is known. For requests that a form sends on its own, such as for its checks: they wait for the
 * answer, and aren't sent for somebody who can only read the form.
 */
export function useMay(need: Need): boolean | undefined {
  const session = useSession();
  return session && covers(session, need);
}

const neverChanges = () => () => {};

/**
 * Who is signed in; undefined until that is known, and while the browser takes over what the server rendered: the shell may
 * ask before the answers that came with the page are in the cache, and the first render must be the server's.
 */
export function useSession(): IdentityView | undefined {
  const { data } = useQuery(sessionQuery());
  const isAwake = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  return isAwake ? data : undefined;
}

type Held = Pick<IdentityView, "grants" | "decidedBy" | "isInstallationAdmin" | "changes">;

/** Whether these roles are enough. */
export function covers({ grants, ...held }: Held, need: Need): boolean {
  const [role, scope, kind] = need;
  if (held.decidedBy === "kubernetes" && !isClusters(held, need)) return held.isInstallationAdmin;
  if (held.changes && kind !== undefined && !changesKind(held.changes, kind, scope)) return false;
  if (scope === null) return isAllowed(grants, [role, "visible"]);
  return hasRole(grants, role, scope);
}

function changesKind(changes: readonly KindChanges[], kind: ChangedKind, scope: string | null): boolean {
  const counts = (at: string) => scope === null || at === scope || at === everywhere;
  return changes.some((each) => counts(each.scope) && each.kinds.includes(kind));
}

/** Whether the cluster's RBAC decides: not for what takes an admin of the installation, see `isOfLamia` on the server. */
function isClusters({ decidedBy }: Pick<Held, "decidedBy">, [role, scope]: Need): boolean {
  return decidedBy === "kubernetes" && !(role === "admin" && scope === everywhere);
}

/** Which right the cluster doesn't give, as RBAC names it, and whom to ask. */
export function clusterReasonFor([role, scope, kind]: Need): string {
  const ofKind = kind && changeRights[kind];
  const [first, ...others] = ofKind ? ([ofKind] as const) : rightsOf[role];
  const right = {
    verb: first.verb,
    what: resourceName(first),
    others: others.map(resourceName).join(", "),
    more: others.length,
  };
  if (scope === null) return texts.refusedAnywhere(right);
  return scope === everywhere ? texts.refusedEverywhere(right) : texts.refusedIn({ ...right, scope });
}

const mostNamed = 3;

/** In words, with the names of admins if there are some that the user may see. */
export function reasonFor([role, scope]: Need, names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).join(", ");
  const more = names.length - mostNamed;
  const ask =
    names.length === 0
      ? texts.askSome
      : texts.askNamed({ names: more > 0 ? texts.andMore({ names: shown, count: more }) : shown });
  if (scope === null) return texts.missingAnywhere({ role: texts[role], ask });
  return scope === everywhere
    ? texts.missing({ role: texts[role], ask })
    : texts.missingIn({ role: texts[role], scope, ask });
}

/**
 * The same for the rows of a list and for commands: one question for all of them, so nobody is named. The function is the
 * same until the roles change.
 */
export function useRoleCheck(): (need: Need) => string | undefined {
  const session = useSession();
  return useCallback(
    (need) => {
      if (session === undefined || covers(session, need)) return undefined;
      return isClusters(session, need) ? clusterReasonFor(need) : reasonFor(need, []);
    },
    [session],
  );
}
