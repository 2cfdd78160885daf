import type { Report } from "@/lib/gateway/walk/report";
import type { GatewayName } from "@/lib/model/secured-hosts";
import { changesChannel, type Database } from "./database";
import { gather } from "./gather";
import type { Certificate, StepReport, Walk } from "./generated/client";
import { cutPage, limitOf, type Page, type PageQuery, readCursor } from "./page";
import type { CertificateRow, WalkRow } from "./rows";
import { type SaveWalk, saverOfWalks } from "./save-walks";

interface WalkQuery extends PageQuery {
  virtualCluster?: string | undefined;
  gateway?: string | undefined;
  host?: string | undefined;
  state?: string | undefined;
}

export interface Walks {
  save: SaveWalk;
  read(key: string): Promise<{ walk: WalkRow; reports: Report[] } | null>;
  /** The reports of many walks in one query; the map has no entry for a key without reports. */
  reports(keys: readonly string[]): Promise<Map<string, Report[]>>;
  /** Sorted by key: virtual cluster, gateway, port, host. `q` searches gateway and host. */
  list(query?: WalkQuery): Promise<Page<WalkRow>>;
  /** The number of walks in each state. */
  countByState(): Promise<Record<string, number>>;
  /** All keys, for example to find those whose Gateway is gone. */
  keys(): Promise<string[]>;
  /** The walks of one host of one Gateway, on any port. */
  keysOf(gateway: GatewayName, host: string): Promise<string[]>;
  /** Removes walks with their reports and certificates. */
  remove(keys: readonly string[]): Promise<void>;
}

export function walksOf(database: Database): Walks {
  const { prisma } = database;
  // Hundreds of hosts may go at the same time.
  const keysOf = gather<Pick<Walk, "virtualCluster" | "gateway" | "host">, string[]>(
    async (asked) => {
      const rows = await prisma.walk.findMany({
        where: { OR: asked },
        select: { key: true, virtualCluster: true, gateway: true, host: true },
      });
      const nameOf = ({ virtualCluster, gateway, host }: (typeof asked)[number]) =>
        `${virtualCluster}/${gateway}=${host}`;
      const byName = Map.groupBy(rows, nameOf);
      return asked.map((each) => (byName.get(nameOf(each)) ?? []).map(({ key }) => key));
    },
    { atMost: 100 },
  );
  const remove = gather<readonly string[], void>(async (given) => {
    await database.query(
      `WITH reports AS (DELETE FROM step_report WHERE key = ANY($1::text[])),
         certificates AS (DELETE FROM certificate WHERE key = ANY($1::text[])),
         walks AS (DELETE FROM walk WHERE key = ANY($1::text[]) RETURNING key)
       SELECT pg_notify('${changesChannel}', json_build_object('kind', 'walk', 'key', key)::text)
       FROM walks`,
      [given.flat()],
    );
    return given.map(() => undefined);
  });
  return {
    save: saverOfWalks(database),
    async read(key) {
      const [walk, reports] = await Promise.all([
        prisma.walk.findUnique({ where: { key } }),
        prisma.stepReport.findMany({ where: { key } }),
      ]);
      return walk === null ? null : { walk: toWalk(walk), reports: reports.map(toReport) };
    },
    async reports(keys) {
      const found = new Map<string, Report[]>();
      for (const row of await prisma.stepReport.findMany({ where: { key: { in: [...keys] } } })) {
        const reports = found.get(row.key);
        if (reports === undefined) found.set(row.key, [toReport(row)]);
        else reports.push(toReport(row));
      }
      return found;
    },
    async list(query = {}) {
      const limit = limitOf(query);
      const [after] = readCursor(query, 1) ?? [];
      const rows = await prisma.walk.findMany({
        where: {
          ...exactly(query),
          ...(after === undefined ? {} : { key: { gt: after } }),
          ...(query.q ? { OR: [{ gateway: contains(query.q) }, { host: contains(query.q) }] } : {}),
        },
        orderBy: { key: "asc" },
        take: limit + 1,
      });
      return cutPage(rows.map(toWalk), limit, (row) => [row.key]);
    },
    async countByState() {
      const groups = await prisma.walk.groupBy({ by: ["state"], _count: true });
      return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
    },
    async keys() {
      const rows = await prisma.walk.findMany({ select: { key: true } });
      return rows.map(({ key }) => key);
    },
    keysOf: ({ namespace, name }, host) => keysOf({ virtualCluster: namespace, gateway: name, host }),
    remove,
  };
}

function contains(text: string) {
  return { contains: text, mode: "insensitive" as const };
}

function exactly({ virtualCluster, gateway, host, state }: WalkQuery) {
  return {
    ...(virtualCluster === undefined ? {} : { virtualCluster }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(host === undefined ? {} : { host }),
    ...(state === undefined ? {} : { state }),
  };
}

function toWalk(row: Walk): WalkRow {
  const { nextVisitAt, updatedAt, ...rest } = row;
  return { ...rest, nextVisitAt: nextVisitAt?.toISOString() ?? null, updatedAt: updatedAt.toISOString() };
}

function toReport({ key: _key, at, since, startedAt, retryAt, ...rest }: StepReport): Report {
  return {
    ...rest,
    // Written from a Report, whose step and state have these values.
    step: rest.step as Report["step"],
    state: rest.state as Report["state"],
    at: at.toISOString(),
    since: since.toISOString(),
    startedAt: startedAt.toISOString(),
    retryAt: retryAt?.toISOString() ?? null,
  };
}

interface CertificateQuery extends PageQuery {
  virtualCluster?: string | undefined;
  gateway?: string | undefined;
}

export interface Certificates {
  read(key: string): Promise<CertificateRow | null>;
  /** Sorted by expiry, earliest first. `q` searches host, issuer and serial. */
  list(query?: CertificateQuery): Promise<Page<CertificateRow>>;
}

/** `walks.save` writes certificates together with their walk. */
export function certificatesOf(database: Database): Certificates {
  const { certificate } = database.prisma;
  return {
    async read(key) {
      const row = await certificate.findUnique({ where: { key } });
      return row === null ? null : toRow(row);
    },
    async list(query = {}) {
      const limit = limitOf(query);
      const cursor = readCursor(query, 2);
      const contains = { contains: query.q ?? "", mode: "insensitive" as const };
      const rows = await certificate.findMany({
        where: {
          ...(query.virtualCluster === undefined ? {} : { virtualCluster: query.virtualCluster }),
          ...(query.gateway === undefined ? {} : { gateway: query.gateway }),
          AND: [
            cursor === null ? {} : after(cursor[0] ?? "", cursor[1] ?? ""),
            query.q ? { OR: [{ host: contains }, { issuer: contains }, { serial: contains }] } : {},
          ],
        },
        orderBy: [{ notAfter: "asc" }, { key: "asc" }],
        take: limit + 1,
      });
      return cutPage(rows.map(toRow), limit, (row) => [row.notAfter, row.key]);
    },
  };
}

function after(notAfter: string, key: string) {
  return {
    OR: [{ notAfter: { gt: new Date(notAfter) } }, { notAfter: new Date(notAfter), key: { gt: key } }],
  };
}

function toRow(row: Certificate): CertificateRow {
  return {
    ...row,
    notBefore: row.notBefore.toISOString(),
    notAfter: row.notAfter.toISOString(),
    renewAt: row.renewAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  };
}
