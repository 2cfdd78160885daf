import type { Impersonated } from "@/lib/kubernetes/client/call";
import { everywhere, type Grant, isRole, type Role, roles } from "@/lib/model/roles";
import type { ApiTokenRow } from "@/lib/store/api-tokens";
import type { Binding, UserRow } from "@/lib/store/people";
import type { SignInWay } from "@/lib/store/sign-ins";

/** Who sent a request. The audit, the answers, and the permissions come from it. */
export interface Identity {
  /** `anyone` where no sign-in is set up: on loopback, without a token. */
  kind: "user" | "api-token" | "installation-token" | "anyone";
  /** The user, also behind an API token. */
  user: Pick<UserRow, "id" | "name" | "email" | "groups"> | null;
  sessionId: string | null;
  /** How the session began. */
  way: SignInWay | null;
  apiToken: Pick<ApiTokenRow, "id" | "name"> | null;
  grants: readonly Grant[];
  /** Whether the user still has to set a second factor up, and may do nothing else before. */
  lacksSecondFactor?: boolean;
  /** What an API token was made for, which is the most that it may do. */
  limit?: Grant | null;
  /** Where the cluster decides, `grants` are what it allows, and these are Lamia's own. */
  installationGrants?: readonly Grant[];
  /** Where the cluster decides: as whom it is asked; null for a user whom it can't know. */
  impersonated?: Impersonated | null;
}

const all: readonly Grant[] = [{ role: "admin", scope: everywhere }];
const nobody = { user: null, sessionId: null, way: null, apiToken: null };

/** The break-glass token of the environment. */
export const installationIdentity: Identity = { kind: "installation-token", ...nobody, grants: all };
export const anyoneIdentity: Identity = { kind: "anyone", ...nobody, grants: all };

export function userIdentity(
  user: UserRow,
  { id: sessionId, way }: { id: string; way: SignInWay },
  bindings: readonly Binding[],
): Identity {
  const { id, name, email, groups } = user;
  return {
    kind: "user",
    user: { id, name, email, groups },
    sessionId,
    way,
    apiToken: null,
    grants: grantsOf(bindings),
  };
}

/** What the user may do, within the role and the scope of the token. */
export function apiTokenIdentity(
  user: UserRow,
  token: Pick<ApiTokenRow, "id" | "name" | "role" | "scope">,
  bindings: readonly Binding[],
): Identity {
  const { id, name, email, groups } = user;
  // A token whose role this version doesn't know may do nothing.
  const limit = isRole(token.role) ? { role: token.role, scope: token.scope } : null;
  return {
    kind: "api-token",
    user: { id, name, email, groups },
    sessionId: null,
    way: null,
    apiToken: { id: token.id, name: token.name },
    grants: limited(grantsOf(bindings), limit),
    limit,
  };
}

/** What is left of the grants within this one. */
export function limited(grants: readonly Grant[], limit: Grant | null): Grant[] {
  if (limit === null) return [];
  return grants.flatMap((grant): Grant[] => {
    const within = limit.scope === everywhere ? grant.scope : limit.scope;
    const isCovered = [everywhere, limit.scope].includes(grant.scope) || limit.scope === everywhere;
    return isCovered ? [{ role: lesser(grant.role, limit.role), scope: within }] : [];
  });
}

/** Rows with a role that this version doesn't know give nothing. */
function grantsOf(bindings: readonly Binding[]): Grant[] {
  return bindings.flatMap(({ role, scope }) => (isRole(role) ? [{ role, scope }] : []));
}

function lesser(one: Role, other: Role): Role {
  return roles.indexOf(one) < roles.indexOf(other) ? one : other;
}
