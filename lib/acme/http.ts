import { z } from "zod";
import { clampedRetryAfter, Failure } from "@/lib/gateway/failure";
import { texts } from "./texts";

const timeoutMs = 30_000;
/** RFC 8555, section 6.1, requires a User-Agent. */
const userAgent = "lamia";

export interface AcmeResponse {
  status: number;
  headers: Headers;
  text: string;
}

/** In bytes. No directory, order or chain is that long. */
const longestBody = 1_000_000;

/** Stops reading and throws `unreachable` when the body gets too long. */
async function textOf(response: Response, host: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let read = 0;
  for await (const chunk of response.body ?? []) {
    read += chunk.byteLength;
    if (read > longestBody) throw new Failure("unreachable", texts.answerTooLong({ host }));
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** One HTTP exchange with a CA, over kept-alive connections. Throws `unreachable` when no answer came. */
export async function acmeFetch(url: string, init: RequestInit): Promise<AcmeResponse> {
  const headers = new Headers(init.headers);
  headers.set("user-agent", userAgent);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, headers, signal, redirect: "error", cache: "no-store" });
    return {
      status: response.status,
      headers: response.headers,
      text: await textOf(response, new URL(url).host),
    };
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure("unreachable", noAnswer(new URL(url).host, cause), { cause });
  }
}

/** The URL in the Location header, which may be relative to the request's (RFC 9110, section 10.2.2). Null without one. */
export function locationOf({ headers }: Pick<AcmeResponse, "headers">, asked: string): string | null {
  const location = headers.get("location");
  return location && URL.canParse(location, asked) ? new URL(location, asked).href : null;
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Seconds to wait according to Retry-After, which holds a number or a date (RFC 9110, section 10.2.3). Kept within a
 * second and a day: 0 or a date in the past does not mean to ask without a pause.
 */
export function retryAfterSeconds(headers: Headers, nowMs: number): number | undefined {
  const stated = statedRetryAfter(headers, nowMs);
  return stated === undefined ? undefined : clampedRetryAfter(stated);
}

/** Retry-After in seconds, not limited; undefined when it is neither a number nor a date. */
export function statedRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined) return undefined;
  if (/^-?\d+$/.test(value)) return Number(value);
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.ceil((atMs - nowMs) / 1_000);
}

function noAnswer(host: string, thrown: unknown): string {
  const shape = z.object({ name: z.string().optional(), cause: z.object({ code: z.string() }).optional() });
  const { name, cause } = shape.safeParse(thrown).data ?? {};
  if (name === "TimeoutError") return texts.noAnswerWithin({ host, seconds: timeoutMs / 1_000 });
  return cause ? texts.noAnswerBecause({ host, code: cause.code }) : texts.noAnswer({ host });
}
