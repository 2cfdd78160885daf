import { z } from "zod";
import { exchange, notAnAnswer, secondsUntil } from "../hosted/http";
import { GoogleError } from "./failure";

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
  const { response, body } = await exchange(url, init, (reasons, cause) => {
    throw new GoogleError({ status: 0, reasons, cause });
  });
  if (response.ok) {
    // A page of a proxy in between, or half an answer: nothing of it is believed, least of all that there is nothing.
    if (body === null) throw new GoogleError({ status: 0, reasons: [notAnAnswer] });
    return body;
  }
  const seconds = secondsUntil(response.headers.get("retry-after"), Date.now());
  throw new GoogleError({
    status: response.status,
    reasons: reasonsOf(body),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
}

function reasonsOf(body: unknown): string[] {
  const error = refusal.safeParse(body).data?.error;
  if (error === undefined) return [];
  if (typeof error === "string") return [error];
  return [...(error.errors ?? []), ...(error.details ?? [])].flatMap(({ reason }) =>
    reason ? [reason] : [],
  );
}
