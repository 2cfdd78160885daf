import { importPKCS8, SignJWT } from "jose";
import { z } from "zod";
import { Failure } from "@/lib/gateway/failure";
import { GoogleError } from "./google-error";
import type { ServiceAccount } from "./service-account";
import { fetchGoogle } from "./transport";

const scope = "https://www.googleapis.com/auth/ndev.clouddns.readwrite";
const lifetimeSeconds = 3_600;
/** So that a token does not end while a request is under way. */
const spareSeconds = 300;

interface AccessToken {
  token: string;
  expiresAtMs: number;
}

export interface AccessTokens {
  (): Promise<AccessToken>;
  /** The token was refused: ask for another next time. */
  forget(token: string): void;
}

const granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().default(3_600),
});

/**
 * Tokens for a service account by a signed JWT (RFC 7523), from the endpoint that the installation names; kept until
 * shortly before they end. Concurrent callers share one request. Throws `GoogleError` or `Failure`.
 */
export function accessTokens(account: ServiceAccount, tokenEndpoint: string): AccessTokens {
  let kept: AccessToken | undefined;
  let underWay: Promise<AccessToken> | undefined;
  const current = () => {
    if (kept && Date.now() < kept.expiresAtMs - spareSeconds * 1_000) return Promise.resolve(kept);
    underWay ??= requestToken(account, tokenEndpoint)
      .then((token) => {
        kept = token;
        return token;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
  const forget = (token: string) => {
    if (kept?.token === token) kept = undefined;
  };
  return Object.assign(current, { forget });
}

async function requestToken(account: ServiceAccount, tokenEndpoint: string): Promise<AccessToken> {
  const assertion = await sign(account, tokenEndpoint);
  const askedAtMs = Date.now();
  const answer = await fetchGoogle(tokenEndpoint, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion,
    }).toString(),
  });
  const parsed = granted.safeParse(answer);
  if (!parsed.success) throw new GoogleError({ status: 502, reasons: ["badToken"] });
  return { token: parsed.data.access_token, expiresAtMs: askedAtMs + parsed.data.expires_in * 1_000 };
}

async function sign(account: ServiceAccount, audience: string): Promise<string> {
  try {
    const key = await importPKCS8(account.privateKey, "RS256");
    return await new SignJWT({ scope })
      .setProtectedHeader({ alg: "RS256", typ: "JWT", ...(account.keyId ? { kid: account.keyId } : {}) })
      .setIssuer(account.account)
      .setSubject(account.account)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`)
      .sign(key);
  } catch {
    // Without the cause: an error about a key may quote it.
    throw new Failure("unconfigured", `The private key of ${account.account} cannot sign.`, {
      remedy: "Create a new JSON key for the service account and replace google_service_account with it.",
    });
  }
}
