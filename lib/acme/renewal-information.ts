import { z } from "zod";
import type { ReadOptions } from "@/lib/gateway/dns/ports";
import type { Directory } from "./directory";
import { acmeFetch, jsonOf, retryAfterSeconds } from "./problem";

interface RenewalWindow {
  /** ISO 8601 */
  start: string;
  end: string;
}

const renewalInfo = z.object({
  suggestedWindow: z.object({
    start: z.iso.datetime({ offset: true }),
    end: z.iso.datetime({ offset: true }),
  }),
});

/** Our limits on Retry-After, as RFC 9773, section 4.3.2, recommends. */
const shortestSeconds = 60;
const longestSeconds = 86_400;
const usualSeconds = 6 * 3_600;
/** After a failure, the last known window stays in use for this long. */
const afterFailureSeconds = 600;
/** A user who asks now doesn't have to wait for hours, but clicking the button repeatedly asks the CA once. */
const freshAfterSeconds = 10;
const maxKept = 20_000;

/**
 * The window in which the CA wants a certificate renewed (RFC 9773, section 4.1), requested no more often than the CA allows.
 * Never throws: without an answer, returns the last known window, or null.
 */
export function renewalInformation(readDirectory: () => Promise<Directory>, ask?: typeof fetch) {
  const kept = new Map<string, { window: RenewalWindow | null; atMs: number; untilMs: number }>();
  const underWay = new Map<string, Promise<RenewalWindow | null>>();

  async function refresh(ariId: string): Promise<RenewalWindow | null> {
    const last = kept.get(ariId)?.window ?? null;
    const { window, seconds } = await askCa(ariId, last).catch(() => ({
      window: last,
      seconds: afterFailureSeconds,
    }));
    const oldest = kept.size >= maxKept && !kept.has(ariId) ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    const atMs = Date.now();
    kept.set(ariId, { window, atMs, untilMs: atMs + seconds * 1_000 });
    return window;
  }

  async function askCa(ariId: string, last: RenewalWindow | null) {
    const { renewalInfo: base } = await readDirectory();
    if (base === undefined) return { window: null, seconds: longestSeconds };
    const response = await acmeFetch(`${base.replace(/\/$/, "")}/${ariId}`, { method: "GET" }, ask);
    const stated = retryAfterSeconds(response.headers, Date.now());
    const limited = (usual: number) => Math.min(longestSeconds, Math.max(shortestSeconds, stated ?? usual));
    if (response.status === 404) return { window: null, seconds: limited(usualSeconds) };
    const parsed = renewalInfo.safeParse(jsonOf(response.text));
    if (response.status !== 200 || !parsed.success)
      return { window: last, seconds: limited(afterFailureSeconds) };
    const { start, end } = parsed.data.suggestedWindow;
    const sane = Date.parse(start) < Date.parse(end);
    return { window: sane ? { start, end } : last, seconds: limited(usualSeconds) };
  }

  return (ariId: string, { fresh = false }: ReadOptions = {}): Promise<RenewalWindow | null> => {
    const entry = kept.get(ariId);
    const until = entry && (fresh ? entry.atMs + freshAfterSeconds * 1_000 : entry.untilMs);
    if (entry && until && Date.now() < until) return Promise.resolve(entry.window);
    const shared = underWay.get(ariId);
    if (shared) return shared;
    const asked = refresh(ariId).finally(() => underWay.delete(ariId));
    underWay.set(ariId, asked);
    return asked;
  };
}
