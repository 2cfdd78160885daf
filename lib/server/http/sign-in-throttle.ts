import { type BlockList, isIP, isIPv4 } from "node:net";
import { RateLimiterMemory } from "rate-limiter-flexible";

/** The guard tells the API by this header who the client is; whatever a client sends in it is overwritten. */
export const clientHeader = "x-lamia-client";

/** Wrong tokens from one client within a minute, before it has to wait. */
export const freeTries = 5;
const triesInSeconds = 60;
const firstPauseInSeconds = 30;
const longestPauseInSeconds = 15 * 60;
const pausesInSeconds = 86_400;

/** Slows down clients that send wrong tokens; others aren't delayed. In memory: a restart forgives. */
export interface SignInThrottle {
  /**
   * Begins a try, and counts it as a wrong one until `end`, so that tries side by side aren't free. Resolves to 0, or to
   * how many seconds the client has to wait before its next try; then none has begun.
   */
  begin(client: string): Promise<number>;
  /**
   * Ends a try. Resolves to the seconds of a pause that begins with a wrong one, each pause twice as long as the one
   * before within a day; 0 if none begins.
   */
  end(client: string, wasWrong: boolean): Promise<number>;
}

export function signInThrottle(): SignInThrottle {
  const tries = new RateLimiterMemory({ keyPrefix: "tries", points: freeTries, duration: triesInSeconds });
  const pauses = new RateLimiterMemory({ keyPrefix: "pauses", points: 1, duration: pausesInSeconds });
  const open = new Map<string, number>();
  return {
    async begin(client) {
      const used = await tries.get(client);
      const wrong = used?.consumedPoints ?? 0;
      if (used && wrong > freeTries) return Math.ceil(used.msBeforeNext / 1000);
      const others = open.get(client) ?? 0;
      if (wrong + others >= freeTries) return 1;
      open.set(client, others + 1);
      return 0;
    },
    async end(client, wasWrong) {
      const others = (open.get(client) ?? 1) - 1;
      if (others > 0) open.set(client, others);
      else open.delete(client);
      if (!wasWrong) return 0;
      const { consumedPoints } = await tries.penalty(client);
      if (consumedPoints !== freeTries) return 0;
      const before = (await pauses.penalty(client)).consumedPoints - 1;
      const pause = Math.min(firstPauseInSeconds * 2 ** before, longestPauseInSeconds);
      await tries.block(client, pause);
      return pause;
    },
  };
}

/**
 * Who sent a request: the connection's address, or behind trusted proxies the last address in X-Forwarded-For that
 * isn't one of theirs. A /64 of IPv6 is one client, because a single machine usually has all of it.
 */
export function clientOf(
  connection: string | undefined,
  forwardedFor: string | null,
  trustedProxies: BlockList,
): string {
  const path = [...(forwardedFor?.split(",").map((each) => each.trim()) ?? []), connection ?? ""];
  let client = path.pop() ?? "";
  while (isTrusted(plain(client), trustedProxies) && isIP(path.at(-1) ?? "") !== 0) client = path.pop() ?? "";
  return networkOf(plain(client));
}

/** An IPv4 address in an IPv6 one (RFC 4291, section 2.5.5.2) as itself. */
function plain(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? address;
}

function isTrusted(address: string, proxies: BlockList): boolean {
  return isIP(address) !== 0 && proxies.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}

function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("%")[0]?.toLowerCase().split("::") ?? [];
  const left = head.split(":").filter(Boolean);
  const right = tail === undefined ? [] : tail.split(":").filter(Boolean);
  const groups =
    tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
