import { z } from "zod";
import { clampedRetryAfter } from "@/lib/gateway/failure";

/** What an API answered, without its text. */
export class ApiError extends Error {
  /** HTTP status; 0 when there was no answer, or one that no API gives. */
  readonly status: number;
  /** The API's own error codes, or why there was no answer. */
  readonly codes: readonly string[];
  readonly retryAfterSeconds: number | undefined;

  constructor(answer: {
    status: number;
    codes?: readonly string[];
    retryAfterSeconds?: number | undefined;
    cause?: unknown;
  }) {
    const { status, codes = [], retryAfterSeconds, cause } = answer;
    super([status, ...codes].join(" "), { cause });
    this.name = "ApiError";
    this.status = status;
    this.codes = codes;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** An answer that has no JSON object where there should be one: a proxy's page, or half an answer. */
export const notAnAnswer = "NOT_AN_ANSWER";

export interface ApiRequest {
  method?: string;
  headers: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** The error codes in the body of a refusal. */
  codesOf(body: unknown): readonly string[];
}

/** Sends a request and reads the JSON answer. Throws `ApiError`; repeats nothing, the walk does that. */
export async function requestJson(url: string, request: ApiRequest): Promise<object> {
  const { method = "GET", json, codesOf } = request;
  const headers = {
    ...request.headers,
    ...(json === undefined ? {} : { "content-type": "application/json" }),
  };
  const sent = { method, headers, ...(json === undefined ? {} : { body: JSON.stringify(json) }) };
  const { response, body } = await exchange(url, sent, (codes, cause) => {
    throw new ApiError({ status: 0, codes, cause });
  });
  if (!response.ok) {
    const retryAfterSeconds = secondsUntil(response.headers.get("retry-after"), Date.now());
    throw new ApiError({ status: response.status, codes: codesOf(body), retryAfterSeconds });
  }
  // Nothing of it is believed, least of all that there is nothing.
  if (body === null) throw new ApiError({ status: 0, codes: [notAnAnswer] });
  return body;
}

const timeoutMs = 15_000;

/** The body is null where it is no JSON object; without an answer, `lost` throws. */
export async function exchange(
  url: string,
  init: RequestInit,
  lost: (codes: string[], cause: unknown) => never,
): Promise<{ response: Response; body: object | null }> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, signal, redirect: "error", cache: "no-store" });
    return { response, body: parse(await response.text()) };
  } catch (cause) {
    return lost(networkCodes(cause), cause);
  }
}

/**
 * The pause that a Retry-After header asks for: seconds, or an HTTP date (RFC 9110, section 10.2.3), within a second
 * and a day. Undefined for what is neither.
 */
export function secondsUntil(header: string | null | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^-?\d+(\.\d+)?$/.test(text)) return clampedRetryAfter(Number(text));
  // Only what names a weekday or a month is a date: Date.parse takes much else for one.
  const atMs = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : clampedRetryAfter(Math.ceil((atMs - nowMs) / 1_000));
}

/** The code of a network error, such as ECONNREFUSED; or TIMEOUT. */
export function networkCodes(thrown: unknown): string[] {
  const codes = z.object({
    name: z.string().optional(),
    code: z.string().optional().catch(undefined),
    cause: z.object({ code: z.string() }).optional().catch(undefined),
  });
  const { name, code, cause } = codes.safeParse(thrown).data ?? {};
  if (cause) return [cause.code];
  return name === "TimeoutError" ? ["TIMEOUT"] : code === undefined ? [] : [code];
}

function parse(text: string): object | null {
  try {
    const read: unknown = text === "" ? {} : JSON.parse(text);
    return typeof read === "object" && !Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}
