import type { AuthenticatorSecrets } from "@/lib/kubernetes/vault/authenticator-secret";
import type { FactorRow } from "@/lib/store/second-factors";
import type { SignIns } from "@/lib/store/sign-ins";
import { ProblemError } from "../../http/problem-error";
import { texts } from "../texts";
import { tokenHash } from "../token-hash";
import { newRecoveryCodes, plainCode, recoveryHash } from "./recovery-codes";
import { codeLifeInMs, newTotpSecret, stepOfCode, totpUri } from "./totp";

/** What a sign-in with a password asks for, too: a code of an authenticator app, a passkey, or a recovery code. */
export interface UserSecondFactors {
  /** Whether everybody with a password needs one. */
  readonly isRequired: boolean;
  state(userId: string): Promise<FactorRow>;
  isOn(userId: string): Promise<boolean>;
  owners(): Promise<ReadonlySet<string>>;
  /** A new secret for an app. It counts, in place of the one before, once `confirmApp` has had a code of it. */
  beginApp(user: { id: string; email: string }): Promise<{ secret: string; uri: string }>;
  /** False if the code is wrong. With the first factor come recovery codes, which nobody can show again. */
  confirmApp(userId: string, code: string): Promise<false | { recoveryCodes: string[] | null }>;
  /** Whether the code is right, and wasn't used before. Throws `conflict` if the secret of the app is lost. */
  check(userId: string, code: string): Promise<boolean>;
  /** New ones, in place of those that are left. */
  makeRecoveryCodes(userId: string): Promise<string[]>;
  /** For whoever has none: they come with the first second factor. */
  firstRecoveryCodes(userId: string): Promise<string[] | null>;
  turnAppOff(userId: string): Promise<void>;
  /** Everything: for a user who has neither of them any more. */
  reset(userId: string): Promise<void>;
  /** Everything of a user who is removed. While the cluster doesn't answer, the Secret stays until `forgetRemoved`. */
  forget(userId: string): Promise<void>;
  /** Tries again for each user who is removed, and whose Secret may still be there. */
  forgetRemoved(): Promise<void>;
}

interface Parts {
  signIns: Pick<SignIns, "secondFactors" | "spent">;
  secrets: AuthenticatorSecrets;
  isRequired: boolean;
  /** How apps name the installation. */
  issuer: string;
  /** Called when a user has another standing because of a factor. */
  onChanged: () => void;
  /** Called with the reason if the Secret of a removed user is still there. */
  onKept: (reason: unknown) => void;
}

export function createSecondFactors(parts: Parts): UserSecondFactors {
  const { signIns, secrets, issuer, isRequired, onChanged, onKept } = parts;
  const { secondFactors: rows, spent } = signIns;

  /** Of any number of callers with the same code, in all processes, exactly one gets true. */
  async function isRight(userId: string, secret: string, code: string): Promise<boolean> {
    const now = new Date();
    const step = stepOfCode(secret, plainCode(code), now);
    if (step === null) return false;
    const until = new Date(now.getTime() + 2 * codeLifeInMs);
    return spent.once(tokenHash(`totp ${userId} ${secret} ${step}`), until, now);
  }

  async function isRightForApp(userId: string, code: string): Promise<boolean> {
    if ((await rows.read(userId)).app === null) return false;
    const secret = await secrets.read(userId);
    if (secret === null) throw new ProblemError("conflict", texts.appLost);
    if (!(await isRight(userId, secret, code))) return false;
    await rows.markAppUsed(userId, new Date());
    return true;
  }

  async function isOn(userId: string): Promise<boolean> {
    const { app, passkeys } = await rows.read(userId);
    return app !== null || passkeys > 0;
  }

  async function firstRecoveryCodes(userId: string): Promise<string[] | null> {
    return (await rows.read(userId)).recoveryCodesLeft > 0 ? null : makeRecoveryCodes(userId);
  }

  async function makeRecoveryCodes(userId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    await rows.setRecoveryCodes(
      userId,
      codes.map((code) => recoveryHash(userId, code)),
    );
    return codes;
  }

  /** The row stays until the Secret is gone, so that it says which Secrets are left. */
  async function forgetNow(userId: string): Promise<void> {
    await secrets.remove(userId);
    await rows.removeAll(userId);
  }

  return {
    isRequired,
    state: (userId) => rows.read(userId),
    isOn,
    owners: () => rows.owners(),
    async beginApp({ id, email }) {
      const secret = newTotpSecret();
      await secrets.savePending(id, secret);
      return { secret, uri: totpUri(secret, issuer, email) };
    },
    async confirmApp(userId, code) {
      const secret = await secrets.readPending(userId);
      if (secret === null || !(await isRight(userId, secret, code))) return false;
      await secrets.confirm(userId, secret);
      const recoveryCodes = await firstRecoveryCodes(userId);
      await rows.turnAppOn(userId, new Date());
      onChanged();
      return { recoveryCodes };
    },
    async check(userId, code) {
      if (/^\d{6}$/.test(plainCode(code))) return isRightForApp(userId, code);
      return rows.takeRecoveryCode(userId, recoveryHash(userId, code));
    },
    makeRecoveryCodes,
    firstRecoveryCodes,
    async turnAppOff(userId) {
      await rows.turnAppOff(userId);
      await rows.dropUselessCodes(userId);
      onChanged();
      await secrets.remove(userId);
    },
    async reset(userId) {
      await rows.removeAll(userId);
      onChanged();
      await secrets.remove(userId);
    },
    async forget(userId) {
      await forgetNow(userId).catch(onKept);
      onChanged();
    },
    async forgetRemoved() {
      for (const userId of await rows.ofRemovedUsers()) await forgetNow(userId);
    },
  };
}
