import type { Database } from "./database";
import type { Passkey } from "./generated/client";
import { announceAccess } from "./people";

export interface PasskeyRow extends Omit<Passkey, "counter"> {
  counter: number;
}

/** What the panel knows of passkeys: their public halves. */
export interface Passkeys {
  /** Oldest first. */
  list(userId: string): Promise<PasskeyRow[]>;
  find(id: string): Promise<PasskeyRow | null>;
  /** False if there is one with this ID. */
  add(passkey: PasskeyRow): Promise<boolean>;
  /** False if the counter isn't what it was: the same answer was used a moment ago, or there is a copy. */
  markUsed(id: string, counter: { from: number; to: number }, at: Date): Promise<boolean>;
  remove(userId: string, id: string): Promise<boolean>;
}

export function passkeysOf(database: Database): Passkeys {
  const { passkey } = database.prisma;
  return {
    async list(userId) {
      return (await passkey.findMany({ where: { userId }, orderBy: { createdAt: "asc" } })).map(toRow);
    },
    async find(id) {
      const found = await passkey.findUnique({ where: { id } });
      return found && toRow(found);
    },
    async add(data) {
      const { count } = await passkey.createMany({ data, skipDuplicates: true });
      await announceAccess(database);
      return count === 1;
    },
    async markUsed(id, { from, to }, usedAt) {
      const { count } = await passkey.updateMany({
        where: { id, counter: from },
        data: { counter: to, usedAt },
      });
      return count === 1;
    },
    async remove(userId, id) {
      const { count } = await passkey.deleteMany({ where: { id, userId } });
      if (count > 0) await announceAccess(database);
      return count > 0;
    },
  };
}

function toRow({ counter, ...row }: Passkey): PasskeyRow {
  return { ...row, counter: Number(counter) };
}
