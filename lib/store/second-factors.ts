import type { Database } from "./database";
import { announceAccess } from "./people";

/** What the database knows of second factors. The secret of an authenticator app is in a Kubernetes Secret. */
export interface SecondFactors {
  read(userId: string): Promise<FactorRow>;
  /** Those of the users who have one. */
  owners(): Promise<ReadonlySet<string>>;
  /** From now on, codes of the app are asked for. */
  turnAppOn(userId: string, at: Date): Promise<void>;
  markAppUsed(userId: string, at: Date): Promise<void>;
  turnAppOff(userId: string): Promise<void>;
  /** Removes recovery codes if there is nothing left that they could replace. */
  dropUselessCodes(userId: string): Promise<void>;
  /** In place of those that there are. */
  setRecoveryCodes(userId: string, hashes: readonly string[]): Promise<void>;
  /** Uses it up: of any number of callers, exactly one gets true. */
  takeRecoveryCode(userId: string, hash: string): Promise<boolean>;
  removeAll(userId: string): Promise<void>;
  /** IDs of users who are gone, and whose Secret may still be there. */
  ofRemovedUsers(): Promise<string[]>;
}

export interface FactorRow {
  app: { createdAt: Date; usedAt: Date | null } | null;
  passkeys: number;
  recoveryCodesLeft: number;
}

export function secondFactorsOf(database: Database): SecondFactors {
  const { authenticatorApp, passkey, recoveryCode, user } = database.prisma;
  async function removeAll(userId: string): Promise<void> {
    const where = { userId };
    await database.prisma.$transaction([
      authenticatorApp.deleteMany({ where }),
      passkey.deleteMany({ where }),
      recoveryCode.deleteMany({ where }),
    ]);
    await announceAccess(database);
  }
  return {
    async read(userId) {
      const [app, passkeys, recoveryCodesLeft] = await Promise.all([
        authenticatorApp.findUnique({ where: { userId }, select: { createdAt: true, usedAt: true } }),
        passkey.count({ where: { userId } }),
        recoveryCode.count({ where: { userId } }),
      ]);
      return { app, passkeys, recoveryCodesLeft };
    },
    async owners() {
      const select = { userId: true };
      const rows = await Promise.all([authenticatorApp.findMany({ select }), passkey.findMany({ select })]);
      return new Set(rows.flat().map((row) => row.userId));
    },
    async turnAppOn(userId, createdAt) {
      const row = { createdAt, usedAt: createdAt };
      await authenticatorApp.upsert({ where: { userId }, create: { userId, ...row }, update: row });
      await announceAccess(database);
    },
    async markAppUsed(userId, usedAt) {
      await authenticatorApp.updateMany({ where: { userId }, data: { usedAt } });
    },
    async turnAppOff(userId) {
      await authenticatorApp.deleteMany({ where: { userId } });
      await announceAccess(database);
    },
    async dropUselessCodes(userId) {
      const where = { userId };
      const [apps, passkeys] = await Promise.all([
        authenticatorApp.count({ where }),
        passkey.count({ where }),
      ]);
      if (apps + passkeys === 0) await recoveryCode.deleteMany({ where });
    },
    async setRecoveryCodes(userId, hashes) {
      await database.prisma.$transaction([
        recoveryCode.deleteMany({ where: { userId } }),
        recoveryCode.createMany({ data: hashes.map((id) => ({ id, userId })) }),
      ]);
    },
    async takeRecoveryCode(userId, id) {
      return (await recoveryCode.deleteMany({ where: { id, userId } })).count === 1;
    },
    removeAll,
    async ofRemovedUsers() {
      const rows = await authenticatorApp.findMany({ select: { userId: true } });
      const ids = rows.map(({ userId }) => userId);
      const users = await user.findMany({ where: { id: { in: ids } }, select: { id: true } });
      const known = new Set(users.map(({ id }) => id));
      return ids.filter((id) => !known.has(id));
    },
  };
}
