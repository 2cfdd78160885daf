import { lookup } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { Failure } from "@/lib/gateway/failure";
import type { Delivery } from "./notice";
import { isLoopback, isPublicAddress } from "./public-address";

const answerWithinMs = 10_000;

export interface SendOptions {
  /** Plain HTTP to this machine as well, for setups where a relay runs beside the panel. */
  allowLoopback: boolean;
}

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
    throw new Failure("rate-limited", `${target.host} asks to wait (${status}).`, { retryAfterSeconds });
  if (status >= 500) throw new Failure("unreachable", `${target.host} is out of order (${status}).`);
  throw new Failure("rejected", `${target.host} does not take the notification (${status}).`);
}

function checkedUrl(text: string, { allowLoopback }: SendOptions): URL {
  const url = URL.parse(text);
  if (!url) throw refused("This is not a whole address.");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isHere = host === "localhost" || isLoopback(host);
  const isAllowed = url.protocol === "https:" || (url.protocol === "http:" && isHere && allowLoopback);
  if (!isAllowed) throw refused(`${url.host} must be written with https.`);
  if (isIP(host) !== 0 && !isAllowedAddress(host, allowLoopback)) throw notPublic(url.host);
  if (url.username !== "" || url.password !== "")
    throw refused("The address holds a password; leave it out.");
  return url;
}

function isAllowedAddress(address: string, allowLoopback: boolean): boolean {
  return isPublicAddress(address) || (allowLoopback && isLoopback(address));
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
    reject(error instanceof Failure ? error : new Failure("unreachable", `${url.host} does not answer.`));
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
        return callback(notPublic(host), []);
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family ?? 4);
    });
  };
}

function notPublic(host: string): Failure {
  return refused(`${host} is not an address on the public internet.`);
}

function refused(message: string): Failure {
  return new Failure("refused", message, {
    remedy: "Correct the address in the virtual cluster's metadata.",
  });
}
