import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { PasskeyRow } from "@/lib/store/passkeys";
import type { SignIns } from "@/lib/store/sign-ins";
import { cookieOf } from "../../http/authentication";
import { ProblemError } from "../../http/problem-error";
import { texts } from "../texts";
import { challengeCookie, challengeOf, newChallenge, spendChallenge } from "./passkey-challenge";

/** With the value of the cookie that the answer needs. */
interface Asked<Options> {
  options: Options;
  cookie: string;
}

/** Passkeys (WebAuthn). Each of them verifies its user, by a PIN or biometrics, so it is both factors at once. */
export interface Passkeys {
  list(userId: string): Promise<PasskeyRow[]>;
  /** `origin` is where the browser has the panel: a passkey belongs to the name in it, and works at no other. */
  askForNew(
    user: { id: string; email: string; name: string },
    sessionId: string,
    origin: string,
  ): Promise<Asked<PublicKeyCredentialCreationOptionsJSON>>;
  /** Throws `invalid` if the answer isn't one to `askForNew` of this session. */
  add(
    owner: { id: string; sessionId: string },
    given: { name: string; response: RegistrationResponseJSON },
    headers: Headers,
    origin: string,
  ): Promise<void>;
  /** Asks for any passkey of this name, or, with a user, only for those of that one. */
  ask(
    userId: string | null,
    purpose: string,
    origin: string,
  ): Promise<Asked<PublicKeyCredentialRequestOptionsJSON>>;
  /** The ID of whose passkey has answered. Throws `sign-in-needed`. */
  userOf(
    response: AuthenticationResponseJSON,
    purpose: string,
    headers: Headers,
    origin: string,
  ): Promise<string>;
  /** False if it isn't there. */
  remove(userId: string, id: string): Promise<boolean>;
}

/** EdDSA, ES256, and RS256 (https://www.iana.org/assignments/cose), which every authenticator has one of. */
const supportedAlgorithmIDs = [-8, -7, -257];

/** Loads when the first passkey is asked for. */
const webAuthn = () => import("@simplewebauthn/server");

export function createPasskeys(
  { passkeys: rows, secondFactors, spent }: Pick<SignIns, "passkeys" | "secondFactors" | "spent">,
  onChanged: () => void,
): Passkeys {
  const nameOf = (origin: string) => new URL(origin).hostname;
  const descriptors = (held: readonly PasskeyRow[], origin: string) =>
    held.flatMap(({ id, rpId, transports }) => (rpId === nameOf(origin) ? [{ id, transports }] : []));

  /** The challenge that the cookie stands for, which counts only once. */
  async function expectedOf(headers: Headers, purpose: string): Promise<string | null> {
    const cookie = cookieOf(headers, challengeCookie) ?? "";
    if (!(await spendChallenge(cookie, spent, new Date()))) return null;
    return Buffer.from(challengeOf(cookie, purpose)).toString("base64url");
  }

  return {
    list: (userId) => rows.list(userId),
    async askForNew({ id, email, name }, sessionId, origin) {
      const cookie = newChallenge(new Date());
      const { generateRegistrationOptions } = await webAuthn();
      const options = await generateRegistrationOptions({
        rpName: "Lamia",
        rpID: nameOf(origin),
        userName: email,
        userDisplayName: name,
        userID: new TextEncoder().encode(id),
        challenge: challengeOf(cookie, `new ${sessionId}`),
        attestationType: "none",
        supportedAlgorithmIDs,
        excludeCredentials: descriptors(await rows.list(id), origin),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
      });
      return { options, cookie };
    },
    async add({ id: userId, sessionId }, { name, response }, headers, origin) {
      const expectedChallenge = await expectedOf(headers, `new ${sessionId}`);
      const { verifyRegistrationResponse } = await webAuthn();
      if (expectedChallenge === null) throw new ProblemError("invalid", texts.passkeyNotMade);
      const verified = await verifyRegistrationResponse({
        response,
        expectedChallenge,
        expectedOrigin: origin,
        expectedRPID: nameOf(origin),
        supportedAlgorithmIDs,
        requireUserVerification: true,
      }).catch(() => null);
      if (!verified?.verified) throw new ProblemError("invalid", texts.passkeyNotMade);
      const { credential } = verified.registrationInfo;
      const isNew = await rows.add({
        id: credential.id,
        userId,
        rpId: nameOf(origin),
        name,
        publicKey: Buffer.from(credential.publicKey).toString("base64url"),
        counter: credential.counter,
        transports: credential.transports ?? [],
        createdAt: new Date(),
        usedAt: null,
      });
      if (!isNew) throw new ProblemError("invalid", texts.passkeyNotMade);
      onChanged();
    },
    async ask(userId, purpose, origin) {
      const cookie = newChallenge(new Date());
      const { generateAuthenticationOptions } = await webAuthn();
      const own = userId === null ? [] : await rows.list(userId);
      const options = await generateAuthenticationOptions({
        rpID: nameOf(origin),
        challenge: challengeOf(cookie, purpose),
        allowCredentials: descriptors(own, origin),
        userVerification: "required",
      });
      return { options, cookie };
    },
    async userOf(response, purpose, headers, origin) {
      const refused = () => new ProblemError("sign-in-needed", texts.passkeyRefused);
      const expectedChallenge = await expectedOf(headers, purpose);
      const passkey = await rows.find(response.id);
      if (expectedChallenge === null || !passkey || passkey.rpId !== nameOf(origin)) throw refused();
      const { verifyAuthenticationResponse } = await webAuthn();
      const verified = await verifyAuthenticationResponse({
        response,
        expectedChallenge,
        expectedOrigin: origin,
        expectedRPID: passkey.rpId,
        requireUserVerification: true,
        credential: {
          id: passkey.id,
          publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
          counter: passkey.counter,
        },
      }).catch(() => null);
      const handle = response.response.userHandle;
      const isTheirs = handle === undefined || Buffer.from(handle, "base64url").toString() === passkey.userId;
      if (!verified?.verified || !isTheirs) throw refused();
      // Two answers with the same counter are those of a copy.
      const { newCounter } = verified.authenticationInfo;
      if (!(await rows.markUsed(passkey.id, { from: passkey.counter, to: newCounter }, new Date())))
        throw refused();
      return passkey.userId;
    },
    async remove(userId, id) {
      if (!(await rows.remove(userId, id))) return false;
      await secondFactors.dropUselessCodes(userId);
      onChanged();
      return true;
    },
  };
}
