import { z } from "zod";
import { clampedRetryAfter } from "@/lib/gateway/failure";
import { GoogleError } from "./failure";

const timeoutMs = 15_000;

const refusal = z.object({
  error: z.union([
    // OAuth 2 (RFC 6749, section 5.2).
    z.string(),
    z.object({
      errors: z.array(z.object({ reason: z.string().optional() })).optional(),
      details: z.array(z.object({ reason: z.string().optional() })).optional(),
    }),
  ]),
});

/** Sends a request and reads the JSON answer. Throws `GoogleError`; repeats nothing, the walk does that. */
export async function fetchGoogle(url: string, init: RequestInit): Promise<unknown> {
  const { response, body } = await exchange(url, init);
  if (response.ok) {
    // A page of a proxy in between, or half an answer: nothing of it is believed, least of all that there is nothing.
    if (body === null) throw new GoogleError({ status: 0, reasons: ["NOT_AN_ANSWER"] });
    return body;
  }
  const seconds = secondsUntil(response.headers.get("retry-after"), Date.now());
  throw new GoogleError({
    status: response.status,
    reasons: reasonsOf(body),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
}

/**
 * The pause that a Retry-After header asks for: seconds, or an HTTP date (RFC 9110, section 10.2.3), within a second
 * and a day. Undefined for what is neither.
 */
export function secondsUntil(header: string | null, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^-?\d+(\.\d+)?$/.test(text)) return clampedRetryAfter(Number(text));
  // Only what names a weekday or a month is a date: Date.parse takes much else for one.
  const atMs = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : clampedRetryAfter(Math.ceil((atMs - nowMs) / 1_000));
}

/** The body is null where it is no JSON object. */
async function exchange(
  url: string,
  init: RequestInit,
): Promise<{ response: Response; body: object | null }> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, signal, redirect: "error", cache: "no-store" });
    return { response, body: parse(await response.text()) };
  } catch (cause) {
    throw new GoogleError({ status: 0, reasons: networkReasons(cause), cause });
  }
}

function networkReasons(thrown: unknown): string[] {
  const codes = z.object({ name: z.string().optional(), cause: z.object({ code: z.string() }).optional() });
  const { name, cause } = codes.safeParse(thrown).data ?? {};
  return cause ? [cause.code] : name === "TimeoutError" ? ["TIMEOUT"] : [];
}

function parse(text: string): object | null {
  try {
    const read: unknown = text === "" ? {} : JSON.parse(text);
    return typeof read === "object" && !Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}

function reasonsOf(body: unknown): string[] {
  const error = refusal.safeParse(body).data?.error;
  if (error === undefined) return [];
  if (typeof error === "string") return [error];
  return [...(error.errors ?? []), ...(error.details ?? [])].flatMap(({ reason }) =>
    reason ? [reason] : [],
  );
}
