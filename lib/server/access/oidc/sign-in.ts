import type { Store } from "@/lib/store/open-store";
import { cookieOf } from "../../http/authentication";
import { ProblemError } from "../../http/problem-error";
import type { Log } from "../../log";
import { tokenHash } from "../token-hash";
import type { IssuerUser } from "./claims";
import { continuedFlow, type Flow, flowCookie, newFlow } from "./flow";
import type { Issuer } from "./issuer";
import { failureOf } from "./refusals";
import { texts } from "./texts";

/** Signing in at the installation's OIDC provider. Everything throws a `ProblemError` that the user can read. */
export interface OidcSignIn {
  readonly label: string;
  /** Whether the provider answers, as far as is known within a moment. */
  answers(): Promise<boolean>;
  /** The value of the flow's cookie, and where the browser goes. */
  begin(origin: string): Promise<{ cookie: string; url: string }>;
  /** The user whom the provider has sent back with this query, and what to keep with the session. */
  finish(headers: Headers, origin: string, query: string): Promise<SignedIn>;
  /** Ends sessions as the provider's logout token asks, and resolves to how many. */
  logout(token: string): Promise<number>;
  /** Where to end the provider's own session, too; null if that isn't possible. Never throws. */
  signOutUrl(origin: string): Promise<string | null>;
}

export interface SignedIn {
  userId: string;
  issuerSession: string | null;
}

interface Parts {
  issuer: Issuer;
  label: string;
  store: Pick<Store, "people" | "signIns">;
  log: Pick<Log, "warn">;
}

/** The page to which the provider sends browsers back: what has to be registered there. */
export const callbackPath = "/sign-in/callback";
const patienceInMs = 700;

export function createOidcSignIn({ issuer, label, store: { people, signIns }, log }: Parts): OidcSignIn {
  const refused = (thrown: unknown): ProblemError => {
    const { problem, reason } = failureOf(thrown, label);
    log.warn({ issuer: issuer.url, reason }, "a sign-in with the OIDC provider failed");
    return problem;
  };

  /** By issuer and subject, never by an email address: the provider's users may choose theirs. */
  async function signedIn(user: IssuerUser, now: Date): Promise<string> {
    const account = { issuer: issuer.url, subject: user.subject };
    const known = await signIns.issuerAccounts.userIdOf(account);
    if (known === null) {
      if (user.email === "") throw new ProblemError("sign-in-needed", texts.noEmail({ label }));
      const created = await signIns.issuerAccounts.create(account, user, now);
      if (created !== null) return created;
      throw new ProblemError("sign-in-needed", texts.emailTaken({ email: user.email }));
    }
    const before = await people.read(known);
    if (!before || before.disabledAt !== null) throw new ProblemError("sign-in-needed", texts.disabled);
    await signIns.issuerAccounts.update(known, { ...user, email: user.email || before.email }, now);
    return known;
  }

  async function userOf(answer: URL, flow: Flow): Promise<IssuerUser> {
    const user = await issuer.userOf(answer, flow).catch((thrown: unknown) => {
      throw refused(thrown);
    });
    if (user) return user;
    throw new ProblemError("sign-in-needed", texts.notAdmitted({ label }));
  }

  return {
    label,
    answers() {
      const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patienceInMs).unref());
      return Promise.race([issuer.answers(), late]);
    },
    async begin(origin) {
      const flow = newFlow(new Date());
      const url = await issuer.signInUrl(flow, `${origin}${callbackPath}`).catch((thrown: unknown) => {
        throw refused(thrown);
      });
      return { cookie: flow.cookie, url };
    },
    async finish(headers, origin, query) {
      const now = new Date();
      const answer = new URL(`${origin}${callbackPath}`);
      answer.search = query;
      const flow = continuedFlow(cookieOf(headers, flowCookie), answer.searchParams.get("state"), now);
      if (!flow) throw new ProblemError("sign-in-needed", texts.otherBrowser);
      const user = await userOf(answer, flow);
      const issuerSession = user.sessionId === null ? null : sessionHash(issuer.url, user.sessionId);
      return { userId: await signedIn(user, now), issuerSession };
    },
    async logout(token) {
      const now = new Date();
      const asked = await issuer.readLogout(token, now).catch((thrown: unknown) => {
        const { problem, reason } = failureOf(thrown, label);
        log.warn({ issuer: issuer.url, reason }, "a logout token was refused");
        throw problem.problem.status === 401 ? new ProblemError("bad-request", texts.badLogout) : problem;
      });
      if (!(await signIns.spent.once(tokenHash(`logout ${issuer.url} ${asked.id}`), asked.expiresAt, now)))
        throw new ProblemError("bad-request", texts.badLogout);
      if (asked.sessionId !== null)
        return signIns.sessions.endOfIssuer({ issuerSession: sessionHash(issuer.url, asked.sessionId) });
      const account = { issuer: issuer.url, subject: asked.subject ?? "" };
      const userId = await signIns.issuerAccounts.userIdOf(account);
      return userId === null ? 0 : signIns.sessions.endOfIssuer({ userId });
    },
    signOutUrl: (origin) => issuer.signOutUrl(`${origin}/sign-in`).catch(() => null),
  };
}

function sessionHash(issuer: string, sessionId: string): string {
  return tokenHash(`${issuer} ${sessionId}`);
}
