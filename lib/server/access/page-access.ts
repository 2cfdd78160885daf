import type { SignInWays, Standing, UserWithoutRole } from "../http/handlers";
import type { Installation } from "../installation";
import { clusterOf, getPanel, type Panel } from "../panel";
import type { Identity } from "./identity";
import { texts } from "./texts";

/** What pages ask, in the process that renders them: the API answers requests by itself. */
export async function standing(headers: Headers): Promise<Standing> {
  const panel = await getPanel();
  const identity = await panel.installation.access.identify(headers);
  if (!identity) return "stranger";
  if (identity.lacksSecondFactor) return "no-factor";
  return mayDoNothing(await decidedIn(panel, identity)) ? "no-role" : "in";
}

/** Where the cluster decides and doesn't answer, pages say so themselves. */
function decidedIn(panel: Panel, identity: Identity): Promise<Identity | null> {
  return clusterOf(panel)
    .decider.decided(identity)
    .catch(() => null);
}

function mayDoNothing(identity: Identity | null): boolean {
  return identity !== null && identity.grants.length + (identity.installationGrants?.length ?? 0) === 0;
}

export async function userWithoutRole(headers: Headers): Promise<UserWithoutRole | null> {
  const panel = await getPanel();
  const { access, store } = panel.installation;
  const identity = await access.identify(headers);
  if (!identity?.user || identity.lacksSecondFactor) return null;
  const decided = await decidedIn(panel, identity);
  if (!mayDoNothing(decided)) return null;
  const { id, name, email } = identity.user;
  const groups = (await store.people.read(id))?.groups ?? [];
  const isOfCluster = clusterOf(panel).decider.by === "kubernetes";
  return { name, email, groups, cluster: isOfCluster ? { knownAs: decided?.impersonated ?? null } : null };
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
 * Until there is an admin, each start prints a link that makes its user the first admin. It goes to standard output and
 * not to the log, where it would be kept. The browser doesn't send what follows the `#`, so no proxy sees it.
 */
export async function printFirstAdminLink({ access, environment }: Installation): Promise<void> {
  const link = await access.firstAdminLink(new Date());
  if (link === null) return;
  const { HOST, PORT, LAMIA_HOSTS } = environment;
  const [name] = LAMIA_HOSTS;
  const origin = name ? `https://${name}` : `http://${HOST ?? "localhost"}:${PORT}`;
  console.log(firstAdminText(link, origin));
}

type FirstAdminLink = NonNullable<Awaited<ReturnType<Installation["access"]["firstAdminLink"]>>>;

export function firstAdminText({ path, expiresAt, users }: FirstAdminLink, origin: string): string {
  const why = users === 0 ? texts.noUsersYet : texts.noAdminYet({ users });
  const until = `${expiresAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return texts.firstAdmin({ why, until, link: `${origin}${path}` });
}
