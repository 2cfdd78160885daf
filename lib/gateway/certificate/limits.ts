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

/**
 * A bucket of `count` tokens. Each use takes one, and one is put back every `windowSeconds / count`: after a burst, the next one
 * fits long before the window is over.
 */
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
  /** A failed one has no certificate, but a failed validation; one that was given up has neither. */
  state: "placed" | "issued" | "failed" | "dropped";
  /** When it was issued, failed, or was given up. */
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
  const hasCertificate = ({ state }: PastOrder) => state === "placed" || state === "issued";
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
  const timeOf = ({ at, settledAt }: PastOrder) => (kind === "ordersPerAccount" ? at : (settledAt ?? at));
  return orders.map((order) => timeOf(order).getTime());
}

function countedUse(
  kind: keyof CaLimits,
  of: string | null,
  { count: limit, windowSeconds }: Limit,
  timesMs: readonly number[],
  now: Date,
): LimitUse {
  const refillMs = (windowSeconds * 1000) / limit;
  let tokens = limit;
  let lastMs = Number.NEGATIVE_INFINITY;
  const refill = (untilMs: number) => {
    tokens = Math.min(limit, tokens + Math.max(0, untilMs - lastMs) / refillMs);
    lastMs = untilMs;
  };
  for (const timeMs of timesMs.toSorted((a, b) => a - b)) {
    refill(timeMs);
    // The CA has taken it, so it counts otherwise than Lamia does.
    tokens = Math.max(0, tokens - 1);
  }
  refill(now.getTime());
  // A sum of fractions may be short of the whole token that it stands for.
  const isFree = tokens >= 1 - 1e-9;
  const freeAt = isFree ? null : new Date(now.getTime() + Math.ceil((1 - tokens) * refillMs));
  return { kind, of, used: limit - Math.floor(tokens + 1e-9), limit, windowSeconds, freeAt };
}

/** How long a use may matter: a bucket that was empty then, and used as fast as it fills, is still empty. */
export const windowsToRead = 4;

/** A pause that a CA has asked for: for the names of the order that it refused, or for everything. */
export interface CaPause {
  /** As `setOf`; `*` for everything; `inferredPause` for all new names, which the CA hasn't said. */
  names: string;
  until: Date;
}

/** What keeps an order from being placed now. */
export interface Hindrance {
  until: Date;
  message: string;
}

/** Stands for the names of a pause that follows from several refusals. */
export const inferredPause = "~";

/** How long Lamia believes so: after that, it lets an order through to see. */
export const longestInferredSeconds = 900;

/** The pause of all new orders that a refusal of these names leads to; null if no other names are refused. */
export function inferredFrom(
  pauses: readonly CaPause[],
  names: readonly string[],
  now: Date,
): CaPause | null {
  const open = pauses.filter(
    (each) => each.until > now && each.names !== "*" && each.names !== inferredPause,
  );
  if (!open.some((each) => each.names !== setOf(names))) return null;
  const longest = now.getTime() + longestInferredSeconds * 1000;
  return {
    names: inferredPause,
    until: new Date(Math.min(longest, ...open.map(({ until }) => until.getTime()))),
  };
}

/**
 * Which pause counts for the names. A refusal doesn't say which limit it is about, so it counts for its own names at first. Once
 * another order with other names is refused, nothing new is ordered for a while; renewals that name what they replace, which
 * CAs exempt from limits, still are.
 */
export function pauseFor(
  pauses: readonly CaPause[],
  { names, kind }: Pick<NextOrder, "names" | "kind">,
  now: Date,
): CaPause | null {
  const set = setOf(names);
  const counts = (of: string) => of === set || of === "*" || (of === inferredPause && kind !== "replaces");
  const open = pauses.filter((pause) => pause.until > now && counts(pause.names));
  return open.toSorted((a, b) => Number(a.until) - Number(b.until)).at(-1) ?? null;
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
          : pause.names === inferredPause
            ? texts.pausedInferred({ ca, time })
            : texts.paused({ ca, names: names.join(", "), time }),
    });
  }
  return all.toSorted((a, b) => Number(b.until) - Number(a.until))[0] ?? null;
}

function explained(ca: string, { kind, of, used, limit, windowSeconds }: LimitUse, freeAt: Date): string {
  const values = { ca, used, limit, of: of ?? "", time: timeOf(freeAt) };
  const hours = Math.round(windowSeconds / 3600);
  const refill = texts.refill({ every: shownPeriod(windowSeconds / limit) });
  const message =
    kind === "certificatesPerDomain" || kind === "certificatesPerNames"
      ? texts[kind]({ ...values, days: Math.round(hours / 24) })
      : texts[kind]({ ...values, hours });
  return `${message} ${refill}`;
}

function shownPeriod(seconds: number): string {
  if (seconds < 120) return texts.seconds({ count: Math.round(seconds) });
  const minutes = seconds / 60;
  return minutes < 240
    ? texts.minutes({ count: Math.round(minutes) })
    : texts.hours({ count: Math.round(minutes / 60) });
}

/** To the second, as the CA said it. */
export function timeOf(at: Date): string {
  const [date = "", rest = ""] = new Date(Math.ceil(at.getTime() / 1000) * 1000).toISOString().split("T");
  return texts.time({ date, clock: rest.slice(0, 8) });
}
