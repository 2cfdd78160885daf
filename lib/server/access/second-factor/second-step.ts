import { randomBytes } from "node:crypto";
import type { People, UserRow } from "@/lib/store/people";
import type { SignInSteps } from "@/lib/store/sign-in-steps";
import { cookieOf } from "../../http/authentication";
import { ProblemError } from "../../http/problem-error";
import { texts } from "../texts";
import { tokenHash } from "../token-hash";

/**
 * Between the right password and the second factor there is no session, only this: a random value in a cookie, which
 * the database knows as a hash, and which is good for one thing within five minutes.
 */
export const stepCookie = "lamia_sign_in";
export const stepLifeInSeconds = 300;

export interface SecondStep {
  /** The value of the cookie. */
  begin(userId: string): Promise<string>;
  /** Whose sign-in waits. Throws `sign-in-needed` if there is none, or it took too long. */
  user(headers: Headers): Promise<UserRow>;
  /** Whose sign-in waits in this browser; null if none does. */
  find(headers: Headers): Promise<UserRow | null>;
  /** Ends it: exactly one of any number of callers goes on. Throws `sign-in-needed` for the others. */
  finish(headers: Headers): Promise<void>;
}

export function createSecondStep(people: Pick<People, "read">, steps: SignInSteps): SecondStep {
  const hashOf = (headers: Headers) => tokenHash(cookieOf(headers, stepCookie) ?? "");
  const over = () => new ProblemError("sign-in-needed", texts.stepOver);
  async function find(headers: Headers): Promise<UserRow | null> {
    const found = await steps.find(hashOf(headers), new Date());
    const user = found && (await people.read(found.userId));
    return user?.disabledAt === null ? user : null;
  }
  return {
    async begin(userId) {
      const [step, now] = [randomBytes(32).toString("base64url"), new Date()];
      const expiresAt = new Date(now.getTime() + stepLifeInSeconds * 1000);
      await steps.add(tokenHash(step), { userId, expiresAt }, now);
      return step;
    },
    find,
    async user(headers) {
      const user = await find(headers);
      if (user) return user;
      throw over();
    },
    async finish(headers) {
      if (!(await steps.take(hashOf(headers), new Date()))) throw over();
    },
  };
}
