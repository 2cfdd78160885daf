import type { Database } from "./database";

/** Sign-ins that have got as far as the right password, and wait for the second factor. */
export interface SignInSteps {
  add(tokenHash: string, step: { userId: string; expiresAt: Date }, now: Date): Promise<void>;
  /** Whose it is, without using it up; null if there is none, or if it has expired. */
  find(tokenHash: string, now: Date): Promise<{ userId: string } | null>;
  /** Uses it up: of any number of callers, exactly one gets true. */
  take(tokenHash: string, now: Date): Promise<boolean>;
  /** Those of a user whose password has changed. */
  endAll(userId: string): Promise<void>;
}

export function signInStepsOf({ prisma: { signInStep } }: Database): SignInSteps {
  return {
    async add(id, { userId, expiresAt }, now) {
      await signInStep.deleteMany({ where: { expiresAt: { lt: now } } });
      await signInStep.create({ data: { id, userId, expiresAt } });
    },
    find: (id, now) =>
      signInStep.findFirst({ where: { id, expiresAt: { gt: now } }, select: { userId: true } }),
    async take(id, now) {
      return (await signInStep.deleteMany({ where: { id, expiresAt: { gt: now } } })).count === 1;
    },
    async endAll(userId) {
      await signInStep.deleteMany({ where: { userId } });
    },
  };
}
