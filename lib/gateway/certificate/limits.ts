import { texts } from "./texts";

/**
 * The limits that a CA publishes, and what was ordered from it. The database counts for all workers; the CA's own answer
 * still decides. For Let's Encrypt: https://letsencrypt.org/docs/rate-limits/
 */
export interface CaLimits {
  ordersPerAccount?: Limit;
  certificatesPerDomain?: Limit;
  certificatesPerNames?: Limit;
  failuresPerName?: Limit;
}

interface Limit {
  count: number;
  windowSeconds: number;
}

/**
 * new       for names without a certificate; counts for every limit
 * renewal   for the same names as an earlier one; counts for these names only
 * replaces  a renewal that names what it replaces (RFC 9773, section 5); counts for nothing
 */
export type OrderKind = "new" | "renewal" | "replaces";

export interface PastOrder {
  at: Date;
  names: readonly string[];
  /** The registered domains of the names. */
  domains: readonly string[];
  kind: OrderKind;
  /** A failed one has no certificate, but a failed validation. */
  state: "placed" | "issued" | "failed";
  /** When it was issued, or when it failed. */
  settledAt: Date | null;
}

/** An order that is about to be placed. */
export type NextOrder = Pick<PastOrder, "names" | "domains" | "kind">;

export interface LimitUse {
  kind: keyof CaLimits;
  /** A registered domain, a name, or all names; null for the account. */
  of: string | null;
  used: number;
  limit: number;
  windowSeconds: number;
  /** When another order fits; null if one fits now. */
  freeAt: Date | null;
}

/** What is used of each limit that counts for the order. */
export function limitUses(
  limits: CaLimits,
  past: readonly PastOrder[],
  next: NextOrder,
  now: Date,
): LimitUse[] {
  if (next.kind === "replaces") return [];
  const isNew = ({ kind }: PastOrder) => kind === "new";
  const hasCertificate = ({ state }: PastOrder) => state !== "failed";
  const counted = (kind: keyof CaLimits, of: string | null, counts: (order: PastOrder) => boolean) => {
    const limit = limits[kind];
    return limit ? [countedUse(kind, of, limit, timesOf(past.filter(counts), kind), now)] : [];
  };
  const set = setOf(next.names);
  return [
    ...(next.kind === "new" ? counted("ordersPerAccount", null, isNew) : []),
    ...(next.kind === "new"
      ? next.domains.flatMap((domain) =>
          counted(
            "certificatesPerDomain",
            domain,
            (order) => isNew(order) && hasCertificate(order) && order.domains.includes(domain),
          ),
        )
      : []),
    ...counted(
      "certificatesPerNames",
      next.names.join(", "),
      (order) => order.kind !== "replaces" && hasCertificate(order) && setOf(order.names) === set,
    ),
    ...next.names.flatMap((name) =>
      counted("failuresPerName", name, (order) => order.state === "failed" && order.names.includes(name)),
    ),
  ];
}

/** Names in any order are the same set. */
export function setOf(names: readonly string[]): string {
  return [...new Set(names)].toSorted().join();
}

function timesOf(orders: readonly PastOrder[], kind: keyof CaLimits): number[] {
  const timeOf = ({ at, settledAt }: PastOrder) => (kind === "failuresPerName" ? (settledAt ?? at) : at);
  return orders.map((order) => timeOf(order).getTime());
}

function countedUse(
  kind: keyof CaLimits,
  of: string | null,
  { count: limit, windowSeconds }: Limit,
  timesMs: readonly number[],
  now: Date,
): LimitUse {
  const windowMs = windowSeconds * 1000;
  const within = timesMs.filter((each) => each > now.getTime() - windowMs).toSorted((a, b) => a - b);
  const leaves = within[within.length - limit];
  const freeAt = leaves === undefined ? null : new Date(leaves + windowMs);
  return { kind, of, used: within.length, limit, windowSeconds, freeAt };
}

/** A pause that a CA has asked for: for the names of the order that it refused, or for everything. */
export interface CaPause {
  /** As `setOf`; `*` for everything. */
  names: string;
  until: Date;
}

/** What keeps an order from being placed now. */
export interface Hindrance {
  until: Date;
  message: string;
}

/**
 * Which pause counts for the names. A refusal doesn't say which limit it is about, so it counts for its own names at first.
 * Once a second order with other names is refused, no new certificate is ordered until the earlier of both pauses ends;
 * renewals that name what they replace, which CAs exempt from limits, still are.
 */
export function pauseFor(
  pauses: readonly CaPause[],
  { names, kind }: Pick<NextOrder, "names" | "kind">,
  now: Date,
): CaPause | null {
  const open = pauses
    .filter(({ until }) => until > now)
    .toSorted((a, b) => Number(a.until) - Number(b.until));
  const set = setOf(names);
  const own = open.filter((pause) => pause.names === set || pause.names === "*").at(-1) ?? null;
  const [first, second] = open;
  const shared = first && second && kind !== "replaces" ? { names: "*", until: first.until } : null;
  return own && (!shared || own.until > shared.until) ? own : shared;
}

/** What a CA would say to an order now, as far as Lamia has counted. */
export interface OrderOutlook {
  uses: LimitUse[];
  /** What it has to wait for; null if it can be placed now. */
  hindrance: Hindrance | null;
}

/** The last thing that an order has to wait for; null if it can be placed now. */
export function hindrance(
  ca: string,
  uses: readonly LimitUse[],
  pause: CaPause | null,
  names: readonly string[],
): Hindrance | null {
  const all: Hindrance[] = uses.flatMap((use) =>
    use.freeAt ? [{ until: use.freeAt, message: explained(ca, use, use.freeAt) }] : [],
  );
  if (pause) {
    const time = timeOf(pause.until);
    all.push({
      until: pause.until,
      message:
        pause.names === "*"
          ? texts.pausedAll({ ca, time })
          : texts.paused({ ca, names: names.join(", "), time }),
    });
  }
  return all.toSorted((a, b) => Number(b.until) - Number(a.until))[0] ?? null;
}

function explained(ca: string, { kind, of, used, limit, windowSeconds }: LimitUse, freeAt: Date): string {
  const values = { ca, used, limit, of: of ?? "", time: timeOf(freeAt) };
  const hours = Math.round(windowSeconds / 3600);
  return kind === "certificatesPerDomain" || kind === "certificatesPerNames"
    ? texts[kind]({ ...values, days: Math.round(hours / 24) })
    : texts[kind]({ ...values, hours });
}

/** To the second, as the CA said it. */
function timeOf(at: Date): string {
  const [date = "", rest = ""] = new Date(Math.ceil(at.getTime() / 1000) * 1000).toISOString().split("T");
  return texts.time({ date, clock: rest.slice(0, 8) });
}
