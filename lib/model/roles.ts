/** From least to most: each role may do what those before it may. */
export const roles = ["viewer", "operator", "editor", "admin"] as const;
export type Role = (typeof roles)[number];

/** The scope of the whole installation; every other scope is the name of a virtual cluster. */
export const everywhere = "*";

/** A role in the installation or in a virtual cluster. */
export interface Grant {
  role: Role;
  scope: string;
}

/** Where an operation needs its role, see `Needs` on the server. */
export type Place = "virtual-cluster" | "installation" | "visible" | "self";

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}

/** Whether that is at least the role asked for. */
export function isAtLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}

/** A role in the scope itself, or in the whole installation. */
export function hasRole(grants: readonly Grant[], least: Role, scope: string): boolean {
  return grants.some(
    (grant) => (grant.scope === everywhere || grant.scope === scope) && isAtLeast(grant.role, least),
  );
}

/**
 * The one rule, for the server, which refuses, and for pages, which show what would be refused: `scope` is the
 * virtual cluster in question, if there is one.
 */
export function isAllowed(
  grants: readonly Grant[],
  [role, place]: readonly [role: Role, place: Place],
  scope?: string,
): boolean {
  if (place === "self" || hasRole(grants, role, everywhere)) return true;
  if (place === "visible") return grants.some((grant) => isAtLeast(grant.role, role));
  return place === "virtual-cluster" && scope !== undefined && hasRole(grants, role, scope);
}
