import { everywhere, hasRole, isAllowed, type Place, type Role } from "@/lib/model/roles";
import { ProblemError } from "../http/problem-error";
import type { Identity } from "./identity";
import { texts } from "./texts";

/**
 * What a request has to be allowed to do, declared by each operation of the API:
 * - `virtual-cluster`: the role in the virtual cluster of the path, or in the whole installation
 * - `installation`: the role in the whole installation
 * - `visible`: the role anywhere; the answer contains only what `sees` lets through
 * - `self`: nothing, because it is about who asks
 */
export type Needs = readonly [role: Role, place: Place];

/**
 * The one place that decides by roles. Throws `forbidden`, with what is missing and who can grant it. For a virtual cluster, the
 * answer is the same whether or not it exists.
 */
export function requireAllowed(
  identity: Identity,
  needs: Needs,
  params: Readonly<Record<string, string>>,
): void {
  const [role, place] = needs;
  const virtualCluster = place === "virtual-cluster" ? params.vc : undefined;
  if (isAllowed(identity.grants, needs, virtualCluster)) return;
  throw new ProblemError(
    "forbidden",
    virtualCluster === undefined
      ? texts.roleMissing({ role })
      : texts.roleMissingIn({ role, virtualCluster: virtualCluster.slice(0, 100) }),
  );
}

/**
 * Where a second factor is required, whoever has none yet only sets one up. That goes for API tokens of such a user, too.
 * Throws `forbidden`.
 */
export function requireSecondFactor({ lacksSecondFactor = false }: Identity, isSettingUp = false): void {
  if (lacksSecondFactor && !isSettingUp) throw new ProblemError("forbidden", texts.secondFactorMissing);
}

/** Whether an answer may contain something of a virtual cluster, or, for null, of the installation. */
export type Sees = (virtualCluster: string | null) => boolean;

export function namespaceOfObject({ metadata }: { metadata: { namespace?: string } }): string {
  return metadata.namespace ?? "";
}

/** The list itself, whose order is kept with it, for whoever sees everything. */
export function visibleTo<Item>(
  sees: Sees,
  items: readonly Item[],
  virtualClusterOf: (item: Item) => string,
): readonly Item[] {
  return sees(null) ? items : items.filter((item) => sees(virtualClusterOf(item)));
}

/** The virtual clusters of which lists in the database contain something; null for all, and for the installation. */
export function scopesOf(identity: Identity | null): readonly string[] | null {
  if (!identity) return [];
  if (hasRole(identity.grants, "viewer", everywhere)) return null;
  return [...new Set(identity.grants.map(({ scope }) => scope))];
}

export function seesOf(identity: Identity | null): Sees {
  const scopes = scopesOf(identity);
  if (scopes === null) return () => true;
  const own = new Set(scopes);
  return (virtualCluster) => virtualCluster !== null && own.has(virtualCluster);
}
