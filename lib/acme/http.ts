import { z } from "zod";
import { Failure } from "@/lib/gateway/failure";

const timeoutMs = 30_000;
/** RFC 8555, section 6.1, wants a User-Agent. */
const userAgent = "lamia";

export interface AcmeResponse {
  status: number;
  headers: Headers;
  text: string;
}

/** One HTTP exchange with a CA, over kept-alive connections. Throws `unreachable` when no answer came. */
export async function acmeFetch(url: string, init: RequestInit): Promise<AcmeResponse> {
  const headers = new Headers(init.headers);
  headers.set("user-agent", userAgent);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, headers, signal, redirect: "error", cache: "no-store" });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    throw new Failure("unreachable", `${new URL(url).host} does not answer${reasonOf(cause)}.`, { cause });
  }
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Seconds until the time that Retry-After names, a number or a date (RFC 9110, section 10.2.3). */
export function retryAfterSeconds(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - nowMs) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

function reasonOf(thrown: unknown): string {
  const shape = z.object({ name: z.string().optional(), cause: z.object({ code: z.string() }).optional() });
  const { name, cause } = shape.safeParse(thrown).data ?? {};
  if (name === "TimeoutError") return ` within ${timeoutMs / 1_000} s`;
  return cause ? ` (${cause.code})` : "";
}
