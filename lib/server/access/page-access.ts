import type { SignInWays, Standing, UserWithoutRole } from "../http/handlers";
import type { Installation } from "../installation";
import { getPanel } from "../panel";
import { texts } from "./texts";

/** What pages ask, in the process that renders them: the API answers requests by itself. */
export async function standing(headers: Headers): Promise<Standing> {
  const { access } = (await getPanel()).installation;
  const identity = await access.identify(headers);
  if (!identity) return "stranger";
  return identity.grants.length > 0 ? "in" : "no-role";
}

export async function userWithoutRole(headers: Headers): Promise<UserWithoutRole | null> {
  const { access, store } = (await getPanel()).installation;
  const identity = await access.identify(headers);
  if (!identity?.user || identity.grants.length > 0) return null;
  const { id, name, email } = identity.user;
  return { name, email, groups: (await store.people.read(id))?.groups ?? [] };
}

export async function signInWays(): Promise<SignInWays> {
  const { environment, store, access } = (await getPanel()).installation;
  const [count, answers] = await Promise.all([store.people.count(), access.oidc?.answers() ?? false]);
  return {
    users: count > 0,
    token: environment.LAMIA_TOKEN_SIGN_IN,
    oidc: access.oidc && { label: access.oidc.label, answers },
  };
}

/**
 * Until there is a user, each start prints a link that makes its user the first admin. It goes to standard output and
 * not to the log, where it would be kept. The browser doesn't send what follows the `#`, so no proxy sees it.
 */
export async function printFirstAdminLink({ access, environment }: Installation): Promise<void> {
  const path = await access.firstAdminLink(new Date());
  if (path === null) return;
  const { HOST, PORT, LAMIA_HOSTS } = environment;
  const [name] = LAMIA_HOSTS;
  const origin = name ? `https://${name}` : `http://${HOST ?? "localhost"}:${PORT}`;
  console.log(texts.firstAdmin({ link: `${origin}${path}` }));
}
