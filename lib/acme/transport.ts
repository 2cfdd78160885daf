import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { axios, Client, type ClientOptions } from "acme-client";
import pLimit from "p-limit";
import { Failure } from "@/lib/gateway/failure";
import type { Directory, DirectoryReader } from "./directory";
import { AcmeProblem, type AcmeResponse, acmeFetch, jsonOf, locationOf, retryAfterSeconds } from "./problem";
import { texts } from "./texts";

/**
 * All requests of acme-client go through here. By default, the library requests a nonce before every request, which doubles
 * an issuance; sleeps after 429 and 503; reads bodies of any length from any host; and drops an error's type and its
 * Retry-After header. Its axios instance is the one place to change all of that.
 */
export interface Transport {
  /**
   * Runs one call of the library, as soon as there are fewer calls than allowed at a time.
   * Throws `AcmeProblem` for a refusal, and `unreachable` for no answer or one that the library can't read.
   */
  run<Result>(call: () => Promise<Result>): Promise<Result>;
  /** Whether a signed request may go there: the CA can have moved since it named the URL. */
  mayAsk(url: string): Promise<boolean>;
}

interface Request {
  url: string;
  method: string;
  body: string;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  data: unknown;
}

type Send = (request: Request) => Promise<Answer>;

/** The library has one axios instance for all its clients; this says which of them is using it. */
const sender = new AsyncLocalStorage<Send>();

/**
 * How often a request is signed again. A CA of several data centers that don't know each other's nonces, or a proxy that mixes
 * up connections, refuses most of them; each refusal brings a new one. After the first few, tries are no longer immediate.
 */
const maxNonceRetries = 60;
const immediateNonceRetries = 5;
const nonceRetryGapMs = 30;
/** For the certificate, which may come in other formats (RFC 8555, section 7.4.2). */
const accept = "application/pem-certificate-chain, */*;q=0.9";

/** The transport for the CA at `directoryUrl`, with its own pool of nonces. */
export function acmeTransport(
  directoryUrl: string,
  { read: readDirectory, forget }: DirectoryReader,
  maxConcurrent: number,
  ask?: typeof fetch,
): Transport {
  const nonces = noncePool();
  const gate = pLimit(maxConcurrent);

  async function nonceFrom(url: string, directory: Directory): Promise<Answer> {
    const pooled = nonces.take();
    if (pooled) return answerOf(200, { "replay-nonce": pooled });
    const response = await acmeFetch(url, { method: "HEAD" }, ask);
    const nonce = response.headers.get("replay-nonce");
    if (response.status >= 400 || !nonce) {
      const problem = new AcmeProblem(response);
      if (hasMoved(problem)) await forget(directory);
      throw problem;
    }
    return answerOf(200, { "replay-nonce": nonce });
  }

  async function post(
    { url, body }: Request,
    directory: Directory,
    mayRetry: () => Promise<boolean>,
  ): Promise<Answer> {
    assertOfCa(url, directoryUrl, directory);
    const headers = { "content-type": "application/jose+json", accept };
    const response = await acmeFetch(url, { method: "POST", headers, body }, ask);
    nonces.give(response.headers.get("replay-nonce"));
    if (response.status < 400) {
      const location = url === directory.newOrder ? locationOf(response, url) : null;
      if (location !== null) assertOfCa(location, directoryUrl, directory);
      return answerTo(url, response, directory);
    }
    const problem = new AcmeProblem(response);
    if (hasMoved(problem) && isNamedIn(directory, url)) {
      await forget(directory);
      throw new Failure("unreachable", texts.moved({ host: new URL(url).host }), { cause: problem });
    }
    // The library signs again. It requests a nonce as usual, and gets the one that came with the refusal.
    if (problem.type === "badNonce" && (await mayRetry())) return answerOf(400, {}, jsonOf(response.text));
    throw problem;
  }

  function send(): Send {
    let retries = 0;
    const mayRetry = async () => {
      if (++retries > immediateNonceRetries) await sleep(nonceRetryGapMs);
      return retries <= maxNonceRetries;
    };
    return async (request) => {
      const directory = await readDirectory();
      if (request.method === "post") {
        const answer = await post(request, directory, mayRetry);
        if (answer.status < 400) retries = 0;
        return answer;
      }
      // Already read and checked, and shared by all clients.
      return request.url === directoryUrl ? answerOf(200, {}, directory) : nonceFrom(request.url, directory);
    };
  }

  return {
    run: (call) =>
      gate(async () => {
        try {
          return await sender.run(send(), call);
        } catch (thrown) {
          if (thrown instanceof AcmeProblem || thrown instanceof Failure) throw thrown;
          throw unreadable(thrown);
        }
      }),
    mayAsk: async (url) => isOfCa(url, directoryUrl, await readDirectory()),
  };
}

/** A client of the library that signs again as often as the transport lets it. */
export function acmeClient(options: ClientOptions): Client {
  const client = new Client(options);
  Object.assign(Reflect.get(client, "http"), { maxBadNonceRetries: Number.POSITIVE_INFINITY });
  return client;
}

export function unreadable(cause?: unknown): Failure {
  return new Failure("unreachable", texts.unreadableAnswer, { cause });
}

const retryAfters = new WeakMap<object, number>();

/** The Retry-After, in seconds, of a document that the library has returned. */
export function retryAfterOf(document: object): number | undefined {
  return retryAfters.get(document);
}

/** URLs in an answer are used only if they are on the CA's own host: a signed request never goes anywhere else. */
function assertOfCa(url: string, directoryUrl: string, directory: Directory): void {
  if (isOfCa(url, directoryUrl, directory)) return;
  const host = URL.canParse(url) ? new URL(url).host : texts.anotherAddress;
  throw new Failure("rejected", texts.foreignUrl({ host }));
}

function isOfCa(url: string, directoryUrl: string, { newNonce, newAccount, newOrder }: Directory): boolean {
  const origins = [directoryUrl, newNonce, newAccount, newOrder].map((each) => new URL(each).origin);
  return URL.canParse(url) && origins.includes(new URL(url).origin);
}

/** A CA explains what it refuses. Whatever answers so instead doesn't know the URL. */
function hasMoved({ status, type }: AcmeProblem): boolean {
  return type === "" && (status === 404 || status === 405 || status === 410);
}

function isNamedIn({ newAccount, newOrder, revokeCert }: Directory, url: string): boolean {
  return url === newAccount || url === newOrder || url === revokeCert;
}

function answerOf(status: number, headers: Record<string, string>, data: unknown = ""): Answer {
  return { status, headers, data };
}

function answerTo(url: string, response: AcmeResponse, directory: Directory): Answer {
  const document = jsonOf(response.text);
  const isDocument = typeof document === "object" && document !== null;
  const seconds = retryAfterSeconds(response.headers, Date.now());
  if (isDocument && seconds !== undefined) retryAfters.set(document, seconds);
  const location = locationOf(response, url);
  const link = response.headers.get("link");
  return {
    // 200 means that the account exists (RFC 8555, section 7.3.1). The library would then send the same document again.
    status: url === directory.newAccount && response.status === 200 ? 201 : response.status,
    headers: { ...(location === null ? {} : { location }), ...(link === null ? {} : { link }) },
    data: isDocument ? document : response.text,
  };
}

/** The server's start and its routes are bundled separately, each with its own transport around the one library. */
const others = axios.defaults.adapter;

axios.defaults.adapter = async (config) => {
  const send = sender.getStore();
  if (!send && typeof others === "function") return others(config);
  if (!send) throw new Error("acme-client was called without a transport.");
  const { url = "", method = "get", data } = config;
  const answer = await send({ url, method, body: typeof data === "string" ? data : "" });
  return { ...answer, statusText: "", config };
};
// Refusals never reach the interceptor that sleeps and retries. If one does, it gives up at once.
Object.assign(axios.defaults, { acmeSettings: { retryMaxAttempts: 0, retryDefaultDelay: 0 } });

/** Nonces from the CA's answers (RFC 8555, section 6.5), each used once. */
interface NoncePool {
  take(): string | undefined;
  give(nonce: string | null): void;
}

/** CAs forget nonces; an old one costs a refused request. */
const freshMs = 300_000;
const maxKept = 64;

export function noncePool(): NoncePool {
  const kept: { nonce: string; atMs: number }[] = [];
  return {
    take() {
      for (let newest = kept.pop(); newest; newest = kept.pop()) {
        if (Date.now() - newest.atMs < freshMs) return newest.nonce;
      }
      return undefined;
    },
    give(nonce) {
      if (!nonce) return;
      kept.push({ nonce, atMs: Date.now() });
      if (kept.length > maxKept) kept.shift();
    },
  };
}
