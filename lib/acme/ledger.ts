import {
  type CaLimits,
  type CaPause,
  hindrance,
  inferredFrom,
  limitUses,
  type NextOrder,
  type OrderKind,
  type OrderOutlook,
  type PastOrder,
  pauseFor,
  setOf,
  windowsToRead,
} from "@/lib/gateway/certificate/limits";
import { clampedRetryAfter, Failure } from "@/lib/gateway/failure";
import { AcmeProblem } from "./problem";

type Settled = Exclude<PastOrder["state"], "placed">;

/** Where orders and pauses are stored, for all workers. Throws a `Failure` while the store doesn't answer. */
export interface OrderStore {
  add(account: string, url: string, order: PastOrder, intent: string | null): Promise<void>;
  /** The URL of the account's order for this intent, unless it is settled. */
  placedFor(account: string, intent: string): Promise<string | null>;
  /** Changes nothing if the order isn't known, or has been settled, unless one that was dropped became a certificate after all. */
  settle(url: string, state: Settled, at: Date): Promise<void>;
  /** The account's orders since then: all if `domains` is null, otherwise those of one of these registered domains. */
  since(account: string, from: Date, domains: readonly string[] | null): Promise<PastOrder[]>;
  pause(account: string, pause: CaPause): Promise<void>;
  pauses(account: string, now: Date): Promise<CaPause[]>;
}

export interface Ledger {
  outlook(names: readonly string[], kind: OrderKind): Promise<OrderOutlook>;
  /** Throws `rate-limited` if the CA would refuse it, with the seconds until it wouldn't. */
  admit(names: readonly string[], kind: OrderKind): Promise<void>;
  placed(url: string, names: readonly string[], kind: OrderKind, intent: string | null): Promise<void>;
  /** The URL of the order that was placed for this intent and isn't settled; null if there is none. */
  placedFor(intent: string): Promise<string | null>;
  settle(url: string, state: Settled): Promise<void>;
  /** Stores the pause that the CA requested, if any. */
  refused(names: readonly string[], thrown: unknown): Promise<void>;
}

interface LedgerOptions {
  /** The CA's name, for use in sentences. */
  title: string;
  account: string;
  limits: CaLimits;
  store: OrderStore;
  registrableDomain(name: string): string | null;
}

/** For a CA that asks for a pause without saying how long. */
const usualPauseSeconds = 3_600;

export function orderLedger({ title, account, limits, store, registrableDomain }: LedgerOptions): Ledger {
  const orderOf = (names: readonly string[], kind: OrderKind): NextOrder => ({
    names,
    domains: [...new Set(names.map((name) => registrableDomain(name.replace(/^\*\./, "")) ?? name))],
    kind,
  });

  /** Reads nothing for a limit that the CA doesn't have. */
  async function history({ domains }: NextOrder, now: Date): Promise<PastOrder[]> {
    const { ordersPerAccount, ...ofNames } = limits;
    const from = (windows: (number | undefined)[]) =>
      new Date(now.getTime() - Math.max(0, ...windows.map((seconds) => seconds ?? 0)) * windowsToRead * 1000);
    const windows = Object.values(ofNames).map((limit) => limit?.windowSeconds);
    const [recent, related] = await Promise.all([
      ordersPerAccount ? store.since(account, from([ordersPerAccount.windowSeconds]), null) : [],
      windows.length > 0 ? store.since(account, from(windows), domains) : [],
    ]);
    const keyOf = ({ at, names }: PastOrder) => `${at.getTime()} ${names.join()}`;
    return [...new Map([...recent, ...related].map((order) => [keyOf(order), order])).values()];
  }

  async function outlook(names: readonly string[], kind: OrderKind): Promise<OrderOutlook> {
    const now = new Date();
    const next = orderOf(names, kind);
    const [pauses, past] = await Promise.all([store.pauses(account, now), history(next, now)]);
    const uses = limitUses(limits, past, next, now);
    return { uses, hindrance: hindrance(title, uses, pauseFor(pauses, next, now), names) };
  }

  return {
    outlook,
    async admit(names, kind) {
      const { hindrance: held } = await outlook(names, kind);
      if (!held) return;
      const retryAfterSeconds = clampedRetryAfter(Math.ceil((held.until.getTime() - Date.now()) / 1000));
      throw new Failure("rate-limited", held.message, { retryAfterSeconds });
    },
    async placed(url, names, kind, intent) {
      const order = orderOf(names, kind);
      await store.add(account, url, { ...order, at: new Date(), state: "placed", settledAt: null }, intent);
    },
    placedFor: (intent) => store.placedFor(account, intent),
    settle: (url, state) => store.settle(url, state, new Date()),
    async refused(names, thrown) {
      if (!(thrown instanceof AcmeProblem)) return;
      const isLimit = thrown.type === "rateLimited";
      const { retryAfterSeconds } = thrown;
      // Without an error type, the answer comes from the server in front of the CA and is about all requests.
      const isOverall = thrown.type === "" && (thrown.status === 429 || retryAfterSeconds !== undefined);
      if (!isLimit && !isOverall) return;
      const now = new Date();
      const until = new Date(now.getTime() + (retryAfterSeconds ?? usualPauseSeconds) * 1000);
      await store.pause(account, { names: isLimit ? setOf(names) : "*", until });
      const inferred = isLimit ? inferredFrom(await store.pauses(account, now), names, now) : null;
      if (inferred) await store.pause(account, inferred);
    },
  };
}

/** In memory: for a single process, or until there is a database. */
export function memoryOrderStore(): OrderStore {
  const orders = new Map<string, PastOrder & { account: string; intent: string | null }>();
  const pauses = new Map<string, CaPause & { account: string }>();
  return {
    async add(account, url, order, intent) {
      orders.set(url, { ...order, account, intent });
    },
    async placedFor(account, intent) {
      const isIt = (order: PastOrder & { account: string; intent: string | null }) =>
        order.account === account && order.intent === intent && order.state === "placed";
      return [...orders].find(([, order]) => isIt(order))?.[0] ?? null;
    },
    async settle(url, state, at) {
      const order = orders.get(url);
      const isOpen = order?.state === "placed" || (state === "issued" && order?.state === "dropped");
      if (order && isOpen) orders.set(url, { ...order, state, settledAt: at });
    },
    since: async (account, from, domains) =>
      [...orders.values()].filter(
        (order) =>
          order.account === account &&
          (order.settledAt ?? order.at) > from &&
          (domains === null || order.domains.some((domain) => domains.includes(domain))),
      ),
    async pause(account, pause) {
      const key = `${account} ${pause.names}`;
      const before = pauses.get(key);
      if (!before || before.until < pause.until) pauses.set(key, { ...pause, account });
    },
    pauses: async (account, now) =>
      [...pauses.values()].filter((pause) => pause.account === account && pause.until > now),
  };
}
