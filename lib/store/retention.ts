import type { Audit } from "./audit/audit";
import type { Database } from "./database";

/** How long rows are kept that have served their purpose. */
export interface Retention {
  /** Of events, notifications, orders, and ended cleanups. */
  days: number;
  /** At most so many events, and as many notifications. */
  rows: number;
  /** Of the audit. */
  auditDays: number;
  /** A session is over when it hasn't been used for so long, or is that old. */
  session: { idleInSeconds: number; longestInSeconds: number };
}

export const usualRetention: Retention = {
  days: 90,
  rows: 50_000,
  auditDays: 365,
  session: { idleInSeconds: 86_400, longestInSeconds: 14 * 86_400 },
};

const dayInMs = 86_400_000;
const endedCleanups = ["done", "withdrawn", "refused"];

/** Removes what nobody needs any more, table by table. Returns how many rows went. */
export async function removeOld(
  database: Database,
  audit: Pick<Audit, "removeBefore">,
  now: Date,
  { days, rows, auditDays, session }: Retention,
): Promise<number> {
  const { prisma } = database;
  const before = (ms: number) => ({ lt: new Date(now.getTime() - ms) });
  const old = before(days * dayInMs);
  const expired = { where: { expiresAt: { lt: now } } };
  const isOver = [
    { createdAt: before(session.longestInSeconds * 1000) },
    { updatedAt: before(session.idleInSeconds * 1000) },
    { expiresAt: { lt: now } },
  ];
  const counts = [
    await prisma.cleanupTask.deleteMany({ where: { state: { in: endedCleanups }, updatedAt: old } }),
    await prisma.acmeOrder.deleteMany({ where: { at: old } }),
    await prisma.acmePause.deleteMany({ where: { until: { lt: now } } }),
    await prisma.userSession.deleteMany({ where: { OR: isOver } }),
    await prisma.oneTimeLink.deleteMany(expired),
    await prisma.verification.deleteMany(expired),
    await prisma.signInStep.deleteMany(expired),
    await prisma.spent.deleteMany(expired),
  ];
  let removed = counts.reduce((sum, { count }) => sum + count, 0);
  for (const table of ["event", "notification"]) {
    const gone = await database.query(
      `DELETE FROM ${table} WHERE at < $1::timestamptz
         OR id <= (SELECT id FROM ${table} ORDER BY id DESC OFFSET $2::int LIMIT 1) RETURNING 1`,
      [old.lt.toISOString(), rows],
    );
    removed += gone.length;
  }
  return removed + (await audit.removeBefore(before(auditDays * dayInMs).lt, now));
}
