import type { CaPause, PastOrder } from "@/lib/gateway/certificate/limits";
import type { Database } from "./database";
import type { AcmeOrder } from "./generated/client";

/** What was ordered from certificate authorities, and the pauses that they asked for. No key and no secret is in it. */
export interface AcmeOrders {
  add(account: string, url: string, order: PastOrder, intent: string | null): Promise<void>;
  /** The URL of the account's order for this intent, unless it is settled. */
  placedFor(account: string, intent: string): Promise<string | null>;
  /** Changes nothing if the order isn't known, or is settled already, unless one that was dropped became a certificate after all. */
  settle(url: string, state: "issued" | "failed" | "dropped", at: Date): Promise<void>;
  /** Of the account since then: all if `domains` is null, otherwise those of one of these registered domains. */
  since(account: string, from: Date, domains: readonly string[] | null): Promise<PastOrder[]>;
  /** Lengthens a pause for the same names, and never shortens it. */
  pause(account: string, pause: CaPause): Promise<void>;
  /** Those that aren't over. */
  pauses(account: string, now: Date): Promise<CaPause[]>;
}

export function acmeOrdersOf(database: Database): AcmeOrders {
  const { acmeOrder, acmePause } = database.prisma;
  return {
    async add(account, url, { at, names, domains, kind, state, settledAt }, intent) {
      const row = { account, at, names: [...names], domains: [...domains], kind, state, settledAt, intent };
      await acmeOrder.upsert({ where: { url }, create: { url, ...row }, update: {} });
    },
    async placedFor(account, intent) {
      const found = await acmeOrder.findFirst({
        where: { account, intent, state: "placed" },
        select: { url: true },
      });
      return found?.url ?? null;
    },
    async settle(url, state, at) {
      const before = state === "issued" ? ["placed", "dropped"] : ["placed"];
      await acmeOrder.updateMany({ where: { url, state: { in: before } }, data: { state, settledAt: at } });
    },
    async since(account, from, domains) {
      const rows = await acmeOrder.findMany({
        where: {
          account,
          OR: [{ at: { gt: from } }, { settledAt: { gt: from } }],
          ...(domains === null ? {} : { domains: { hasSome: [...domains] } }),
        },
        orderBy: { at: "asc" },
      });
      return rows.map(pastOrder);
    },
    async pause(account, { names, until }) {
      await database.query(
        `INSERT INTO acme_pause (account, names, until) VALUES ($1, $2, $3::timestamptz)
         ON CONFLICT (account, names) DO UPDATE SET until = greatest(acme_pause.until, excluded.until)`,
        [account, names, until.toISOString()],
      );
    },
    async pauses(account, now) {
      return acmePause.findMany({
        where: { account, until: { gt: now } },
        select: { names: true, until: true },
      });
    },
  };
}

function pastOrder({ at, names, domains, kind, state, settledAt }: AcmeOrder): PastOrder {
  return {
    at,
    names,
    domains,
    kind: kind as PastOrder["kind"],
    state: state as PastOrder["state"],
    settledAt,
  };
}
