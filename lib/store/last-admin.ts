import type { Prisma, PrismaClient } from "./generated/client";

/** Of the lock that makes such changes wait for each other; any number that nothing else of the database locks. */
const lock = 7_460_127;

/** Thrown in a transaction, so that it is rolled back. */
class NoAdminLeft extends Error {}

/**
 * Makes a change, unless it would take away the last admin of the installation who can sign in: of two admins who
 * remove each other at the same moment, one fails. Resolves to whether the change was made. An installation that has
 * no admin to begin with, because only its token is used, can be changed freely.
 */
export async function unlessNoAdminIsLeft(
  prisma: PrismaClient,
  change: (rows: Prisma.TransactionClient) => Promise<unknown>,
): Promise<boolean> {
  try {
    await prisma.$transaction(async (rows) => {
      await rows.$executeRaw`SELECT pg_advisory_xact_lock(${lock})`;
      const hadAdmin = await hasAdmin(rows);
      await change(rows);
      if (hadAdmin && !(await hasAdmin(rows))) throw new NoAdminLeft();
    });
    return true;
  } catch (thrown) {
    if (thrown instanceof NoAdminLeft) return false;
    throw thrown;
  }
}

async function hasAdmin({ roleBinding, user }: Prisma.TransactionClient): Promise<boolean> {
  const bindings = await roleBinding.findMany({ where: { role: "admin", scope: "*" } });
  const of = (kind: string) =>
    bindings.filter(({ subjectKind }) => subjectKind === kind).map(({ subject }) => subject);
  const isBound = [{ id: { in: of("user") } }, { groups: { hasSome: of("group") } }];
  return (await user.count({ where: { disabledAt: null, OR: isBound } })) > 0;
}
