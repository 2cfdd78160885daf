import { z } from "zod";
import type { CheckResult } from "@/lib/dns/provider-definition";
import { clampedRetryAfter, Failure } from "@/lib/gateway/failure";
import { texts } from "./texts";

/** What an API answered, without the text. */
export class ApiError extends Error {
  /** HTTP status; 0 if there was no answer, or one that isn't the API's. */
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

/** An answer without the expected JSON object: a proxy's page, or half an answer. */
export const notAnAnswer = "NOT_AN_ANSWER";

interface ApiRequest {
  method?: string;
  headers: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** The only status that means success, where the API says so and the body says nothing; by default any 2xx. */
  success?: number | undefined;
  /** The error codes in the body of a refusal. */
  codesOf(body: unknown): readonly string[];
}

/** Sends a request and reads the JSON answer. Throws `ApiError`. Never retries, because the walk does. */
export async function requestJson(url: string, request: ApiRequest): Promise<object> {
  const { method = "GET", json, success, codesOf } = request;
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
  // Believe none of it, least of all that nothing exists.
  if (body === null || response.status !== (success ?? response.status))
    throw new ApiError({ status: 0, codes: [notAnAnswer] });
  return body;
}

/** An answer of the expected shape. Throws `ApiError`. */
export function shaped<Read>(schema: z.ZodType<Read>, body: unknown): Read {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiError({ status: 0, codes: [notAnAnswer] });
}

const timeoutMs = 15_000;

/** The body is null if it isn't a JSON object; without an answer, `lost` throws. */
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
 * The pause that a Retry-After header requests: seconds, or an HTTP date (RFC 9110, section 10.2.3), limited to between a
 * second and a day. Undefined if it is neither.
 */
export function secondsUntil(header: string | null | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^-?\d+(\.\d+)?$/.test(text)) return clampedRetryAfter(Number(text));
  // Only a text with a weekday or a month is a date: Date.parse accepts many other texts.
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

/** The words in which a provider's failures are reported. */
export interface ApiIdentity {
  /** The provider's title. */
  provider: string;
  /** The metadata key of the credentials. */
  key: string;
  /** What the credentials must allow, in a sentence. */
  permissions: string;
  /** What a code means if the status says less; undefined if the status decides. */
  meaningOf?(error: ApiError): Failure | undefined;
}

const transientStatus: ReadonlySet<number> = new Set([0, 408, 500, 502, 503, 504]);
const unreachableRetrySeconds = 10;
const rateRetrySeconds = 30;

/** Puts an answer of an API, or a network error, into our words. Goes by status and code, never by text. */
export function apiFailure(thrown: unknown, identity: ApiIdentity): Failure {
  if (thrown instanceof Failure) return thrown;
  const { provider, key, permissions, meaningOf } = identity;
  if (!(thrown instanceof ApiError))
    return new Failure("unknown", texts.clientFailed({ provider }), { cause: thrown });
  const known = meaningOf?.(thrown);
  if (known) return known;
  const { status, codes, retryAfterSeconds } = thrown;
  const options = { cause: thrown, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  if (status === 429)
    return new Failure("rate-limited", texts.asksForPause({ provider }), {
      ...options,
      retryAfterSeconds: retryAfterSeconds ?? rateRetrySeconds,
    });
  if (status === 401)
    return new Failure("refused", texts.refusesCredentials({ provider }), {
      ...options,
      remedy: texts.replaceCredentials({ key, provider }),
    });
  if (status === 403)
    return new Failure("refused", texts.notPermitted({ provider }), { ...options, remedy: permissions });
  if (transientStatus.has(status)) {
    const reason = codes[0] === notAnAnswer ? texts.notAnAnswer : (codes[0] ?? texts.noConnection);
    const what = status === 0 ? texts.noAnswer({ provider, reason }) : texts.outOfOrder({ provider, status });
    return new Failure("unreachable", what, {
      ...options,
      retryAfterSeconds: retryAfterSeconds ?? unreachableRetrySeconds,
    });
  }
  if (status === 409 || status === 412) return new Failure("conflict", texts.zoneChanged, options);
  const answer = [status, ...codes].join(", ");
  return new Failure("rejected", texts.rejectedRequest({ provider, answer }), options);
}

/** Lists the zones, as a check of the credentials. Changes nothing and never throws. */
export async function checkByZones(
  zones: () => Promise<readonly { apex: string }[]>,
  identity: ApiIdentity,
): Promise<CheckResult> {
  try {
    const names = (await zones()).map(({ apex }) => apex).sort();
    return {
      ok: true,
      note: texts.accepted({ provider: identity.provider, zones: describedZones(names) }),
    };
  } catch (thrown) {
    const failure = apiFailure(thrown, identity);
    const key = failure.kind === "refused" ? { key: identity.key } : {};
    return { ok: false, ...key, note: failure.message, remedy: failure.remedy ?? texts.tryAgain };
  }
}

const mostShown = 5;

/** Continues the sentence about an account: "has the zones …". */
export function describedZones(sorted: readonly string[]): string {
  return sorted.length === 0 ? texts.noZone : texts.someZones({ zones: describedNames(sorted) });
}

/** The first names, and how many more there are. */
export function describedNames(sorted: readonly string[]): string {
  const more = sorted.length - mostShown;
  const shown = more > 0 ? [...sorted.slice(0, mostShown), texts.moreZones({ count: more })] : sorted;
  return shown.join(", ");
}
