import type { Database } from "./database";
import type { Certificate } from "./generated/client";
import { cutPage, limitOf, type Page, type PageQuery, readCursor } from "./page";
import type { CertificateRow } from "./rows";

interface CertificateQuery extends PageQuery {
  virtualCluster?: string | undefined;
  gateway?: string | undefined;
}

export interface Certificates {
  read(key: string): Promise<CertificateRow | null>;
  /** Those that end first come first. `q` looks at host, issuer and serial. */
  list(query?: CertificateQuery): Promise<Page<CertificateRow>>;
}

/** Certificates are written with their walk, by `walks.save`. */
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
