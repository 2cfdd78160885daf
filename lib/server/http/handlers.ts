/**
 * What answers requests in this process. The program that starts the panel registers it, and Next's routes and
 * pages, which are separate bundles, find it here. If they imported it, its code would be in memory twice.
 */
export interface Handlers {
  /** Any request below /api/v1. */
  api(request: Request): Promise<Response>;
  readiness(): Promise<Response>;
  metrics(request: Request): Promise<Response>;
  /** Who requested a page with these headers. */
  standing(headers: Headers): Promise<Standing>;
  /** For the page that tells a user so; null for whoever has a role, and for strangers. */
  userWithoutRole(headers: Headers): Promise<UserWithoutRole | null>;
  signInWays(): Promise<SignInWays>;
}

/** A stranger, a user who has to set a second factor up, one who may do nothing anywhere, or somebody who may see pages. */
export type Standing = "stranger" | "no-factor" | "no-role" | "in";

export interface UserWithoutRole {
  name: string;
  email: string;
  groups: string[];
  /** Set where the cluster's RBAC decides: as whom it knows the user; null if it can't. */
  cluster: { knownAs: { user: string; groups: readonly string[] } | null } | null;
}

/** How the page *Sign in* lets people in. */
export interface SignInWays {
  /** Whether there are users. */
  users: boolean;
  /** Whether the installation token is accepted. */
  token: boolean;
  /** The OIDC provider, if there is one. */
  oidc: { label: string; answers: boolean } | null;
}

const shared = globalThis as typeof globalThis & { lamiaHandlers?: Handlers };

export function provideHandlers(handlers: Handlers): void {
  shared.lamiaHandlers = handlers;
}

export function areProvided(): boolean {
  return shared.lamiaHandlers !== undefined;
}

/** Throws before the panel has started. */
export function handlers(): Handlers {
  if (!shared.lamiaHandlers) throw new Error("the panel has not started");
  return shared.lamiaHandlers;
}

/** Who asks, and by which name of the panel. */
const passed = ["authorization", "cookie", "host"];

/**
 * Answers a `GET` of the API without a socket, for pages that the server renders: with the same operation and the
 * same checks of user and origin. `path` is below /api/v1 and may have a query; `headers` are those of the page's
 * request.
 */
export function answerInProcess(path: string, headers: Headers): Promise<Response> {
  const given = passed.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  return handlers().api(new Request(new URL(`http://in-process/api/v1${path}`), { headers: given }));
}
