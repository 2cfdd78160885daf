import { createHash } from "node:crypto";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { tooManyRequests } from "./problem-error";
import { texts } from "./texts";

/**
 * How much one client may ask for, so that a script in a loop, or a stranger, doesn't slow the panel down for everybody. The
 * limits are far above what people and their browsers do. In memory, for each process.
 */
export interface ClientLimits {
  /**
   * Counts a request. Returns a function to call when its answer has ended. Throws `too-many-requests`.
   */
  begin(asked: Asked): Promise<() => void>;
  /**
   * Whether the database may be asked who presents a credential: not for an address that has sent too many that nobody knows,
   * unless this one was known within the last minute.
   */
  mayLookUp(address: string, credential: string): Promise<boolean>;
}

export interface LimitSettings {
  /** For a client that has signed in; 0 for no limits. The others follow from it. */
  requestsPerMinute: number;
  /** How many streams a client may have open. */
  streams: number;
}

interface Asked {
  /** `clientOf` */
  address: string;
  /** What proved who it is; null for a stranger. */
  credential: string | null;
  method: string;
  /** As the router sees it, without the query. */
  path: string;
}

/** Kinds of requests that cost more than others, with the part of `requestsPerMinute` that is theirs. */
const kinds = [
  {
    kind: "exports",
    share: 1 / 100,
    is: /^\/api\/v1\/(virtual-clusters\/[^/]+\/(export|import)|audit\/(export|verification))$/,
  },
  { kind: "diagnoses", share: 1 / 100, is: /^\/api\/v1\/diagnosis$/ },
  { kind: "searches", share: 1 / 10, is: /^\/api\/v1\/search$/ },
] as const;

type Kind = (typeof kinds)[number]["kind"] | "requests";

export const streamPath = "/api/v1/events";
/** Browsers that aren't signed in load a page and send a token. */
const shareOfStrangers = 1 / 10;
/** Files of the build, which cost nothing, and what a kubelet asks. */
const uncounted = /^\/(_next\/static\/|healthz$|readyz$)/;
const windowInSeconds = 60;

export function kindOf(path: string): Kind {
  return kinds.find(({ is }) => is.test(path))?.kind ?? "requests";
}

export function clientLimits({ requestsPerMinute, streams }: LimitSettings): ClientLimits {
  if (requestsPerMinute === 0) return { begin: async () => () => {}, mayLookUp: async () => true };
  const limiter = (name: string, share: number) =>
    new RateLimiterMemory({
      keyPrefix: name,
      points: Math.max(1, Math.round(requestsPerMinute * share)),
      duration: windowInSeconds,
    });
  const all = limiter("requests", 1);
  const strangers = limiter("strangers", shareOfStrangers);
  const special = new Map(kinds.map(({ kind, share }) => [kind as Kind, limiter(kind, share)]));
  const open = new Map<string, number>();

  async function consume(from: RateLimiterMemory, key: string, kind: Kind): Promise<void> {
    try {
      await from.consume(key);
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      const { msBeforeNext = 1000 } = refusal as { msBeforeNext?: number };
      const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
      throw tooManyRequests(texts.tooMany({ kind, limit: from.points, seconds }), seconds);
    }
  }

  return {
    async mayLookUp(address, credential) {
      if ((await all.get(keyOf(address, credential))) !== null) return true;
      return (await strangers.get(address))?.remainingPoints !== 0;
    },
    async begin({ address, credential, method, path }) {
      if (uncounted.test(path)) return () => {};
      const key = keyOf(address, credential);
      await consume(credential === null ? strangers : all, key, "requests");
      const kind = kindOf(path);
      const own = special.get(kind);
      if (own) await consume(own, key, kind);
      if (method !== "GET" || path !== streamPath) return () => {};
      const others = open.get(key) ?? 0;
      if (others >= streams) {
        // A browser that reconnects by itself does it after five seconds.
        throw tooManyRequests(texts.tooManyStreams({ count: streams }), 5);
      }
      open.set(key, others + 1);
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        const left = (open.get(key) ?? 1) - 1;
        if (left > 0) open.set(key, left);
        else open.delete(key);
      };
    },
  };
}

function keyOf(address: string, credential: string | null): string {
  return credential === null ? address : `${address} ${digestOf(credential)}`;
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
