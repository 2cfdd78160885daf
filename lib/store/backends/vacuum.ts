import type { Session } from "@/lib/store/database";

/** As PostgreSQL's autovacuum decides. */
const due = `
  SELECT format('%I.%I', schemaname, relname) AS name FROM pg_stat_user_tables
  WHERE n_dead_tup > current_setting('autovacuum_vacuum_threshold')::int
    + current_setting('autovacuum_vacuum_scale_factor')::float * n_live_tup`;

/**
 * What autovacuum does in a PostgreSQL server, which the embedded database lacks: without it, nothing that was removed
 * makes room, each claim of a job reads past all that have ended, and the planner knows no sizes. A failure costs nothing
 * but room, so the next time tries again. @returns the function that ends it, after a table that is being vacuumed.
 */
export function keepVacuumed(
  { query, script }: Session,
  { everyMs, isBusy }: { everyMs: number; isBusy: () => boolean },
): () => Promise<void> {
  let isEnded = false;
  let working: Promise<void> = Promise.resolve();
  const vacuum = async () => {
    // In a transaction, it would end that with an error.
    for (const { name } of await query<{ name: string }>(due))
      if (!isEnded && !isBusy()) await script(`VACUUM (ANALYZE) ${name}`);
  };
  const timer = setInterval(() => {
    working = working.then(() => (isEnded ? undefined : vacuum())).catch(() => undefined);
  }, everyMs).unref();
  return () => {
    isEnded = true;
    clearInterval(timer);
    return working;
  };
}
