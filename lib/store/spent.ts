import type { Database } from "./database";

/** What counts once, in all processes. */
export interface Spent {
  /** Whether this is the first time. What isn't secret may be given as it is, everything else as a hash. */
  once(id: string, expiresAt: Date, now: Date): Promise<boolean>;
}

export function spentOf({ prisma: { spent } }: Database): Spent {
  return {
    async once(id, expiresAt, now) {
      await spent.deleteMany({ where: { expiresAt: { lt: now } } });
      return (await spent.createMany({ data: { id, expiresAt }, skipDuplicates: true })).count === 1;
    },
  };
}
