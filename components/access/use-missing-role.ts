"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import type { IdentityView } from "@/lib/api/access";
import { sessionQuery } from "@/lib/client/activity";
import { adminsQuery } from "@/lib/client/people";
import { everywhere, hasRole, isAllowed, type Role } from "@/lib/model/roles";
import { texts } from "./texts";

/** A role, and where: a virtual cluster, `*` for the installation, or null for any virtual cluster. */
export type Need = readonly [role: Role, scope: string | null];

/**
 * Why who is signed in may not do this, and whom to ask; undefined if they may, or while that isn't known: the server
 * decides either way, by the same rule. Every control that changes something asks here.
 */
export function useMissingRole(need: Need | undefined): string | undefined {
  const session = useSession();
  const isMissing = need !== undefined && session !== undefined && !covers(session.grants, need);
  const scope = need?.[1];
  const place = scope === everywhere || scope === null ? undefined : scope;
  const { data: admins } = useQuery({ ...adminsQuery(place), enabled: isMissing });
  return isMissing ? reasonFor(need, admins?.names ?? []) : undefined;
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

/** Whether these roles are enough. */
export function covers(grants: Parameters<typeof hasRole>[0], [role, scope]: Need): boolean {
  if (scope === null) return isAllowed(grants, [role, "visible"]);
  return hasRole(grants, role, scope);
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
  const grants = session?.grants;
  return useCallback(
    (need) => (grants !== undefined && !covers(grants, need) ? reasonFor(need, []) : undefined),
    [grants],
  );
}
