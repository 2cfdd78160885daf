import { lookup } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { Failure } from "@/lib/gateway/failure";
import { addressProblem, isAllowedAddress, notPublic } from "@/lib/net/addresses";
import type { Delivery } from "./sinks";
import { texts } from "./texts";

const answerWithinMs = 10_000;

type SendOptions = Parameters<typeof addressProblem>[1];

/**
 * Posts a message to an address that a user has named. Only HTTPS to public addresses: the name is looked up once and
 * what it gave is checked before anything is sent, redirects are not followed, and nothing of the answer is passed on.
 * Throws `refused` for an address that is not allowed, `rejected`, `rate-limited` or `unreachable`.
 */
export async function send({ url, body, headers }: Delivery, options: SendOptions): Promise<void> {
  const target = checkedUrl(url, options);
  const { status, retryAfterSeconds } = await post(target, body, headers, options);
  if (status >= 200 && status < 300) return;
  if (status === 429 || status === 503)
    throw new Failure("rate-limited", texts.asksForPause({ host: target.host, status }), {
      retryAfterSeconds,
    });
  if (status >= 500) throw new Failure("unreachable", texts.outOfOrder({ host: target.host, status }));
  throw new Failure("rejected", texts.refused({ host: target.host, status }));
}

function checkedUrl(text: string, options: SendOptions): URL {
  const problem = addressProblem(text, options);
  if (problem !== null) throw refused(problem);
  return new URL(text);
}

interface Answer {
  status: number;
  retryAfterSeconds: number;
}

function post(
  url: URL,
  body: string,
  headers: Record<string, string>,
  { allowLoopback }: SendOptions,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const start = url.protocol === "http:" ? requestHttp : requestHttps;
  const request = start(
    url,
    {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(body)),
        "user-agent": "lamia",
        ...headers,
      },
      lookup: guarded(url.host, allowLoopback),
      agent: false,
      signal: AbortSignal.timeout(answerWithinMs),
    },
    (response) => {
      response.resume();
      const seconds = Number(response.headers["retry-after"]);
      resolve({
        status: response.statusCode ?? 0,
        retryAfterSeconds: Number.isFinite(seconds) ? seconds : 60,
      });
    },
  );
  request.on("error", (error) => {
    reject(error instanceof Failure ? error : new Failure("unreachable", texts.noAnswer({ host: url.host })));
  });
  request.end(body);
  return promise;
}

/** The connection goes to exactly the addresses that were checked. */
function guarded(host: string, allowLoopback: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      if (addresses.some(({ address }) => !isAllowedAddress(address, allowLoopback)))
        return callback(refused(notPublic(host)), []);
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family ?? 4);
    });
  };
}

function refused(message: string): Failure {
  return new Failure("refused", message, {
    remedy: texts.correctUrl,
  });
}
