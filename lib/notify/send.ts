import { Failure } from "@/lib/gateway/failure";
import type { AddressOptions } from "@/lib/net/addresses";
import { guardedFetch } from "@/lib/net/guarded-fetch";
import type { Delivery } from "./sinks";
import { texts } from "./texts";

const answerWithinMs = 10_000;

/**
 * Posts a message to an address that a user has named. Only HTTPS to public addresses: it follows no redirects, and
 * passes on nothing of the answer. Throws `refused` for an address that isn't allowed, `rejected`, `rate-limited`
 * or `unreachable`.
 */
export async function send({ url, body, headers }: Delivery, options: AddressOptions): Promise<void> {
  const { status, retryAfterSeconds } = await post(url.reveal(), body, headers, options);
  if (status >= 200 && status < 300) return;
  const { host } = new URL(url.reveal());
  if (status === 429 || status === 503)
    throw new Failure("rate-limited", texts.asksForPause({ host, status }), { retryAfterSeconds });
  if (status >= 500) throw new Failure("unreachable", texts.outOfOrder({ host, status }));
  throw new Failure("rejected", texts.refused({ host, status }));
}

interface Answer {
  status: number;
  retryAfterSeconds: number;
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  options: AddressOptions,
): Promise<Answer> {
  try {
    const response = await guardedFetch({ ...options, remedy: texts.correctUrl })(url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "lamia", ...headers },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await response.body?.cancel();
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    return { status: response.status, retryAfterSeconds: Number.isFinite(seconds) ? seconds : 60 };
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    throw new Failure("unreachable", texts.noAnswer({ host: new URL(url).host }), { cause: thrown });
  }
}
