import pLimit from "p-limit";
import { Failure } from "@/lib/gateway/failure";
import type { AccountKey } from "./account-key";
import type { Directory } from "./directory";
import { type AcmeResponse, acmeFetch } from "./http";
import { noncePool } from "./nonces";
import { AcmeProblem } from "./problem";

export interface SignedRequest {
  url: string;
  /** Null is POST-as-GET. */
  payload: object | null;
  key: AccountKey;
  /** Account URL; left out where the key itself signs (newAccount). */
  kid?: string;
  accept?: string;
}

/** Sends a signed request. Throws `AcmeProblem` for a refusal, `unreachable` when no answer came. */
export type Exchange = (request: SignedRequest) => Promise<AcmeResponse>;

const maxNonces = 8;

/**
 * Signed exchanges with one CA. A client of our own: acme-client asks for a nonce before every request, which makes
 * an issuance twice as many, sleeps through 429 and 503 by itself, and loses an error's type and its Retry-After.
 */
export function signedExchange(
  directoryUrl: string,
  readDirectory: () => Promise<Directory>,
  maxConcurrent: number,
): Exchange {
  const nonces = noncePool();
  const gate = pLimit(maxConcurrent);

  async function newNonce(): Promise<string> {
    const { newNonce: url } = await readDirectory();
    const response = await acmeFetch(url, { method: "HEAD" });
    const nonce = response.headers.get("replay-nonce");
    if (response.status >= 400 || !nonce) throw new AcmeProblem(response);
    return nonce;
  }

  /** What the CA names in an answer is called only where the CA itself is: a signed request goes nowhere else. */
  async function assertOfCa(url: string): Promise<void> {
    const { newNonce: nonceUrl, newAccount, newOrder } = await readDirectory();
    const origins = [directoryUrl, nonceUrl, newAccount, newOrder].map((each) => new URL(each).origin);
    if (origins.includes(new URL(url).origin)) return;
    throw new Failure(
      "rejected",
      `The CA sends us to ${new URL(url).host}, which its directory does not name.`,
    );
  }

  async function send({ url, payload, key, kid, accept }: SignedRequest): Promise<AcmeResponse> {
    for (let attempt = 1; ; attempt++) {
      const nonce = nonces.take() ?? (await newNonce());
      const jws = await key.sign({ url, nonce, ...(kid === undefined ? {} : { kid }) }, payload);
      const response = await acmeFetch(url, {
        method: "POST",
        headers: { "content-type": "application/jose+json", ...(accept ? { accept } : {}) },
        body: JSON.stringify(jws),
      });
      nonces.give(response.headers.get("replay-nonce"));
      if (response.status < 400) return response;
      const problem = new AcmeProblem(response);
      if (problem.type !== "badNonce" || attempt >= maxNonces) throw problem;
    }
  }

  return async (request) => {
    await assertOfCa(request.url);
    return gate(() => send(request));
  };
}
