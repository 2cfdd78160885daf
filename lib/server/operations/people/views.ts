import { z } from "zod";
import type { UserGrant, UserView } from "@/lib/api/people";
import { everywhere, type Grant, isRole, roles } from "@/lib/model/roles";
import type { Binding, Subject, UserRow } from "@/lib/store/people";
import type { Identity } from "../../access/identity";

/** A virtual cluster that may not be there yet, or no longer; left out for the whole installation. */
export const scopeSchema = z
  .union([z.literal(everywhere), z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)])
  .optional();

/** With the roles that the groups of the user give them. */
export function userView(
  user: UserRow,
  {
    bindings,
    owners,
    identity,
  }: { bindings: readonly Binding[]; owners: ReadonlySet<string>; identity: Identity | null },
): UserView {
  const { id, name, email, groups, createdAt, disabledAt, lastSignInAt } = user;
  const ofGroups = groups.flatMap((group) => grantsOf(bindings, { kind: "group", name: group }, group));
  return {
    id,
    name,
    email,
    grants: [...grantsOf(bindings, { kind: "user", name: id }, null), ...ofGroups],
    groups,
    createdAt: createdAt.toISOString(),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    hasSecondFactor: owners.has(id),
    isDisabled: disabledAt !== null,
    isYou: identity?.user?.id === id,
  };
}

/** Of one user or group. The installation comes first. */
export function grantsOf(bindings: readonly Binding[], of: Subject, group: string | null): UserGrant[] {
  return bindings
    .flatMap(({ subject, role, scope }) =>
      subject.kind === of.kind && subject.name === of.name && isRole(role) ? [{ role, scope, group }] : [],
    )
    .sort((one, other) => (one.scope < other.scope ? -1 : 1));
}

/** Sorts by the role in the installation, then by the highest role anywhere. */
export function highestRole(grants: readonly Grant[]): number {
  const ranks = grants.map(
    ({ role, scope }) => roles.indexOf(role) + 1 + (scope === everywhere ? roles.length : 0),
  );
  return Math.max(0, ...ranks);
}
