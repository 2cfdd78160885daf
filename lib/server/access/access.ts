import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { readAccessKey } from "@/lib/kubernetes/vault/access-secret";
import { authenticatorSecrets } from "@/lib/kubernetes/vault/authenticator-secret";
import { everywhere } from "@/lib/model/roles";
import type { Store } from "@/lib/store/open-store";
import type { SessionOrigin, SignInWay } from "@/lib/store/sign-ins";
import type { Environment } from "../environment";
import { bearerOf, cookieOf, isSignedIn } from "../http/authentication";
import { ProblemError } from "../http/problem-error";
import { signInThrottle } from "../http/sign-in-throttle";
import { identitiesOf } from "./identities";
import { anyoneIdentity, type Identity, installationIdentity } from "./identity";
import type { OidcSignIn, SignedIn } from "./oidc/sign-in";
import { newLink } from "./one-time-link";
import { createPasswords, type Passwords } from "./passwords";
import { remember } from "./remember";
import { type PasskeySignIns, signInsWithPasskey } from "./second-factor/passkey-sign-in";
import { createPasskeys, type Passkeys } from "./second-factor/passkeys";
import { createSecondFactors, type UserSecondFactors } from "./second-factor/second-factors";
import { createSecondStep, type SecondStep } from "./second-factor/second-step";
import { type SessionLimits, sessionLimits } from "./session-limits";
import { slowed } from "./slowed";
import { texts } from "./texts";
import { tokenHash } from "./token-hash";
import type { TokenUse } from "./token-use";

/** Who may use the panel: the one place that knows, for every request, who sent it. */
export interface Access {
  /**
   * Null for a stranger. Throws a `Failure` when it takes the database to know, and that doesn't answer. A stream that
   * only stays open isn't a use of a session.
   */
  identify(headers: Headers, how?: { isUse: boolean }): Promise<Identity | null>;
  /** Begins a session, or, for whoever has a second factor, only asks for it. Throws `sign-in-needed` or `too-many-requests`. */
  signIn(email: string, password: string, from: From): Promise<SignInBegun>;
  /** Who has given the right password, and still needs the second factor. */
  readonly secondStep: Pick<SecondStep, "user">;
  /** The token of a new session for whom `secondStep` waits. Throws `sign-in-needed` for a wrong code, or `too-many-requests`. */
  finishSignIn(headers: Headers, code: string, from: From): Promise<string>;
  readonly secondFactors: UserSecondFactors;
  readonly passkeys: Passkeys;
  readonly byPasskey: PasskeySignIns;
  /** Whether it is the user's password. Throws `too-many-requests` after several wrong ones. */
  isPassword(user: { id: string; email: string }, password: string): Promise<boolean>;
  /** Says that a browser signed in with the installation token. */
  tokenSignedIn(headers: Headers): void;
  /** False if the current password is wrong. Throws `too-many-requests` after several wrong ones. */
  changePassword(user: { id: string; email: string }, current: string, password: string): Promise<boolean>;
  /** Ends the session of the cookie for good. Resolves to how it began; null if there is none. */
  signOut(headers: Headers): Promise<SignInWay | null>;
  /** Creates a user with a link, and signs in. Throws `sign-in-needed` if the link is used up, or never was. */
  redeemLink(link: string, user: NewUser, from: From): Promise<string>;
  /**
   * Sets a password with a link from an admin, and ends the user's sessions. Signs nobody in: whoever has a second
   * factor needs it, too. Throws `sign-in-needed` if the link is used up, or never was.
   */
  resetPassword(link: string, password: string): Promise<void>;
  /** A link that makes its user the first admin, in place of earlier ones; null if there is an admin. */
  firstAdminLink(now: Date): Promise<FirstAdminLink | null>;
  /** Signing in with the installation's OIDC provider; null if it has none. */
  readonly oidc: OidcSignIn | null;
  /** The token of a new session for whom the OIDC provider has sent. */
  startSession(user: SignedIn, from: From): Promise<string>;
  /** Called when sessions, tokens or roles have changed. Returns the function that ends this. */
  onChange(listener: () => void): () => void;
  readonly limits: SessionLimits;
  close(): void;
}

/** Values for cookies: of a session, or of a sign-in that waits for the second factor. */
export type SignInBegun =
  | { session: string; step: null }
  | { session: null; step: string; has: { hasApp: boolean; hasPasskey: boolean } };

/** Where a sign-in comes from, for the list of sessions. */
interface From {
  address: string;
  userAgent: string;
}

interface FirstAdminLink {
  path: string;
  expiresAt: Date;
  /** How many users there are, none of them an admin. */
  users: number;
}

interface NewUser {
  name: string;
  email: string;
  password: string;
}

export const userCookie = "lamia_user";
/** Tells whose token it is when it turns up somewhere. */
export const apiTokenPrefix = "lamia_";

const firstAdminLinkInHours = 24;

interface Parts {
  environment: Environment;
  store: Store;
  home: ClusterClient;
  oidc: OidcSignIn | null;
  /** Called when the installation token lets somebody in. */
  onTokenUsed(use: TokenUse, headers: Headers): void;
  /** Called with the seconds of a pause that begins for an account. */
  onSlowed(account: string, seconds: number): void;
  /** Called with the reason if the Secret of a removed user's authenticator app has to be removed later. */
  onSecretKept(reason: unknown): void;
}

export function createAccess({
  environment,
  store,
  home,
  oidc,
  onTokenUsed,
  onSlowed,
  onSecretKept,
}: Parts): Access {
  const { people, signIns } = store;
  const limits = sessionLimits(environment);
  const passwords: Passwords = createPasswords({
    people,
    key: () => readAccessKey(home, environment.LAMIA_NAMESPACE),
    sessionInSeconds: limits.longestInSeconds,
    emailTaken: texts.emailTaken,
  });
  const secrets = authenticatorSecrets(home, environment.LAMIA_NAMESPACE);
  const [name] = environment.LAMIA_HOSTS;
  const issuer = name === undefined ? "Lamia" : `Lamia ${name}`;
  const secondFactors = createSecondFactors({
    ...{ signIns, secrets, issuer },
    isRequired: environment.LAMIA_REQUIRE_SECOND_FACTOR,
    onChanged: () => changed(),
    onKept: onSecretKept,
  });
  const secondStep = createSecondStep(people, signIns.steps);
  const passkeys = createPasskeys(signIns, () => changed());
  const byPasskey = signInsWithPasskey({
    ...{ passkeys, people, secondStep },
    begin: async (userId, from) =>
      begun(await passwords.startSession(userId), from, { way: "passkey", issuerSession: null }),
  });
  const throttle = signInThrottle();
  const remembered = remember();
  const listeners = new Set<() => void>();
  const changed = () => {
    remembered.forget();
    for (const listener of listeners) listener();
  };
  const unsubscribe = store.onChange(({ kind }) => {
    if (kind === "access" || kind === "unknown") changed();
  });
  const token = environment.LAMIA_API_TOKEN;

  const identities = identitiesOf({ people, signIns, secondFactors, limits });

  /** Users of the OIDC provider may be there before the first admin. */
  async function hasAdmin(): Promise<boolean> {
    return (await people.bindings()).some(({ role, scope }) => role === "admin" && scope === everywhere);
  }

  async function begun(
    session: string,
    { address, userAgent }: From,
    how: Pick<SessionOrigin, "way" | "issuerSession"> = { way: "password", issuerSession: null },
  ): Promise<string> {
    await signIns.sessions.describe(tokenHash(session), {
      address,
      userAgent: userAgent.slice(0, 300),
      ...how,
    });
    return session;
  }

  return {
    limits,
    oidc,
    async identify(headers, { isUse } = { isUse: true }) {
      const bearer = bearerOf(headers);
      if (token !== undefined && isSignedIn(headers, token)) {
        if (bearer !== undefined) onTokenUsed("bearer", headers);
        return installationIdentity;
      }
      if (bearer !== undefined) {
        if (!bearer.startsWith(apiTokenPrefix)) return token === undefined ? anyoneIdentity : null;
        return remembered.get(tokenHash(bearer), identities.ofToken);
      }
      const cookie = cookieOf(headers, userCookie);
      const read = (hash: string) => identities.ofSession(hash, isUse);
      const user = cookie === undefined ? null : await remembered.get(tokenHash(cookie), read);
      return user ?? (token === undefined ? anyoneIdentity : null);
    },
    async signIn(email, password, from) {
      const account = email.trim().toLowerCase();
      const user = await slowed(throttle, account, onSlowed, async () => {
        const id = await passwords.userOf(account, password);
        const found = id === null ? null : await people.read(id);
        return found?.disabledAt === null ? found : null;
      });
      if (user === null) throw new ProblemError("sign-in-needed", texts.wrongPassword);
      const { app, passkeys: count } = await secondFactors.state(user.id);
      const has = { hasApp: app !== null, hasPasskey: count > 0 };
      if (has.hasApp || has.hasPasskey) return { session: null, step: await secondStep.begin(user.id), has };
      return { session: await begun(await passwords.startSession(user.id), from), step: null };
    },
    secondStep,
    secondFactors,
    passkeys,
    byPasskey,
    async finishSignIn(headers, code, from) {
      const { id, email } = await secondStep.user(headers);
      const attempt = async () => (await secondFactors.check(id, code)) || null;
      if ((await slowed(throttle, email, onSlowed, attempt)) === null)
        throw new ProblemError("sign-in-needed", texts.wrongCode, [
          { path: ["code"], message: texts.wrongCode },
        ]);
      await secondStep.finish(headers);
      return begun(await passwords.startSession(id), from);
    },
    async isPassword({ id, email }, password) {
      const attempt = async () => (await passwords.isOf(id, password)) || null;
      return (await slowed(throttle, email, onSlowed, attempt)) === true;
    },
    tokenSignedIn: (headers) => onTokenUsed("sign-in", headers),
    async changePassword({ id, email }, current, password) {
      const attempt = async () => (await passwords.change(id, current, password)) || null;
      if ((await slowed(throttle, email, onSlowed, attempt)) === null) return false;
      await signIns.steps.endAll(id);
      return true;
    },
    async signOut(headers) {
      const cookie = cookieOf(headers, userCookie);
      const session = cookie === undefined ? null : await signIns.sessions.find(tokenHash(cookie));
      if (!session) return null;
      await signIns.sessions.end(session.userId, { id: session.id });
      changed();
      return session.way;
    },
    async redeemLink(link, user, from) {
      const now = new Date();
      const found = await people.links.take(tokenHash(link), now);
      const isForFirst = found?.purpose === "first-admin";
      if (!found || found.purpose === "password" || (isForFirst && (await hasAdmin())))
        throw new ProblemError("sign-in-needed", texts.linkUsed);
      const [role, scope] = isForFirst ? ["admin", everywhere] : [found.role, found.scope];
      let id: string | undefined;
      try {
        id = await passwords.create(user);
        if (role && scope) await people.bind({ kind: "user", name: id }, scope, role, now);
      } catch (thrown) {
        // Put back, so that a mistake or a fault doesn't use up the link, or leave a user who may do nothing.
        await people.links.add(tokenHash(link), found, now);
        if (id !== undefined) await people.remove(id);
        throw thrown;
      }
      if (isForFirst) await people.links.removeAll("first-admin");
      changed();
      return begun(await passwords.startSession(id), from);
    },
    async resetPassword(link, password) {
      const now = new Date();
      const hash = tokenHash(link);
      const isForThis = (await people.links.find(hash, now))?.purpose === "password";
      const userId = isForThis ? (await people.links.take(hash, now))?.userId : null;
      if (!userId || !(await people.read(userId))) throw new ProblemError("sign-in-needed", texts.linkUsed);
      await passwords.reset(userId, password);
      await signIns.steps.endAll(userId);
      await signIns.sessions.end(userId, { allExcept: null });
      changed();
    },
    async startSession({ userId, issuerSession }, from) {
      return begun(await passwords.startSession(userId), from, { way: "oidc", issuerSession });
    },
    async firstAdminLink(now) {
      if (await hasAdmin()) return null;
      const expiresAt = new Date(now.getTime() + firstAdminLinkInHours * 3_600_000);
      const details = { purpose: "first-admin", role: null, scope: null, userId: null, expiresAt } as const;
      // Only the link of the last start counts.
      await people.links.removeAll("first-admin");
      return { path: await newLink(people, details, now), expiresAt, users: await people.count() };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      unsubscribe();
      listeners.clear();
    },
  };
}
