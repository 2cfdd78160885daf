import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { People, UserRow } from "@/lib/store/people";
import { cookieOf } from "../../http/authentication";
import { ProblemError } from "../../http/problem-error";
import { texts } from "../texts";
import { tokenHash } from "../token-hash";
import type { Passkeys } from "./passkeys";
import { type SecondStep, stepCookie } from "./second-step";

/** Signing in with a passkey: alone, or, where a sign-in waits for it, as the second factor of that user. */
export interface PasskeySignIns {
  ask(
    headers: Headers,
    origin: string,
  ): Promise<{ cookie: string; options: PublicKeyCredentialRequestOptionsJSON }>;
  /** The token of a new session. Throws `sign-in-needed`. */
  finish(
    headers: Headers,
    response: AuthenticationResponseJSON,
    origin: string,
    from: { address: string; userAgent: string },
  ): Promise<{ session: string; user: UserRow }>;
}

interface Parts {
  passkeys: Pick<Passkeys, "ask" | "userOf">;
  people: Pick<People, "read">;
  secondStep: SecondStep;
  /** The token of a new session. */
  begin(userId: string, from: { address: string; userAgent: string }): Promise<string>;
}

export function signInsWithPasskey({ passkeys, people, secondStep, begin }: Parts): PasskeySignIns {
  /** An answer to one waiting sign-in counts for no other, and for none without. */
  const purposeFor = (headers: Headers, waiting: UserRow | null) =>
    waiting === null ? "sign-in" : `sign-in after ${tokenHash(cookieOf(headers, stepCookie) ?? "")}`;
  return {
    async ask(headers, origin) {
      const waiting = await secondStep.find(headers);
      return passkeys.ask(waiting?.id ?? null, purposeFor(headers, waiting), origin);
    },
    async finish(headers, response, origin, from) {
      const waiting = await secondStep.find(headers);
      const userId = await passkeys.userOf(response, purposeFor(headers, waiting), headers, origin);
      const user = await people.read(userId);
      const isOther = waiting !== null && waiting.id !== userId;
      if (user?.disabledAt !== null || isOther)
        throw new ProblemError("sign-in-needed", texts.passkeyRefused);
      if (waiting !== null) await secondStep.finish(headers);
      return { session: await begin(userId, from), user };
    },
  };
}
