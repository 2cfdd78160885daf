import type { Database } from "./database";

export interface RetentionLimits {
  days: number;
  rows: number;
}

export const retentionLimits: RetentionLimits = { days: 90, rows: 50_000 };

/**
 * Removes events and notifications that are too old or too many, and cleanup tasks done that long ago.
 * @returns how many rows are gone.
 */
export async function removeOld(
  database: Database,
  now: Date,
  { days, rows }: RetentionLimits = retentionLimits,
): Promise<number> {
  const oldest = new Date(now.getTime() - days * 86_400_000);
  const { prisma } = database;
  let removed = (
    await prisma.cleanupTask.deleteMany({
      where: { state: { in: ["done", "withdrawn", "refused"] }, updatedAt: { lt: oldest } },
    })
  ).count;
  for (const table of ["event", "notification"]) {
    const gone = await database.query(
      `DELETE FROM ${table} WHERE at < $1::timestamptz
         OR id <= (SELECT id FROM ${table} ORDER BY id DESC OFFSET $2::int LIMIT 1) RETURNING 1`,
      [oldest.toISOString(), rows],
    );
    removed += gone.length;
  }
  return removed;
}
