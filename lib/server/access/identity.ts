import { everywhere, type Grant, isRole, type Role, roles } from "@/lib/model/roles";
import type { ApiTokenRow } from "@/lib/store/api-tokens";
import type { Binding, UserRow } from "@/lib/store/people";
import type { SignInWay } from "@/lib/store/sign-ins";

/** Who sent a request. The audit, the answers, and the permissions come from it. */
export interface Identity {
  /** `anyone` where no sign-in is set up: on loopback, without a token. */
  kind: "user" | "api-token" | "installation-token" | "anyone";
  /** The user, also behind an API token. */
  user: Pick<UserRow, "id" | "name" | "email"> | null;
  sessionId: string | null;
  /** How the session began. */
  way: SignInWay | null;
  apiToken: Pick<ApiTokenRow, "id" | "name"> | null;
  grants: readonly Grant[];
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
  const { id, name, email } = user;
  return {
    kind: "user",
    user: { id, name, email },
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
  const { id, name, email } = user;
  const { role: most, scope } = token;
  const grants = grantsOf(bindings).flatMap((grant): Grant[] => {
    const role = isRole(most) ? lesser(grant.role, most) : null;
    const within = scope === everywhere ? grant.scope : scope;
    const isCovered = scope === everywhere || grant.scope === everywhere || grant.scope === scope;
    return role !== null && isCovered ? [{ role, scope: within }] : [];
  });
  return {
    kind: "api-token",
    user: { id, name, email },
    sessionId: null,
    way: null,
    apiToken: { id: token.id, name: token.name },
    grants,
  };
}

/** Rows with a role that this version doesn't know give nothing. */
function grantsOf(bindings: readonly Binding[]): Grant[] {
  return bindings.flatMap(({ role, scope }) => (isRole(role) ? [{ role, scope }] : []));
}

function lesser(one: Role, other: Role): Role {
  return roles.indexOf(one) < roles.indexOf(other) ? one : other;
}
