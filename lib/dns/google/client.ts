import { DNS } from "@google-cloud/dns";
import { GoogleAuth, OAuth2Client } from "google-auth-library";
import { importPKCS8, SignJWT } from "jose";
import pLimit from "p-limit";
import { z } from "zod";
import { notAnAnswer } from "@/lib/dns/hosted/http";
import { Failure } from "@/lib/gateway/failure";
import { fetchGoogle, GoogleError } from "./failure";
import type { ServiceAccount } from "./metadata-keys";
import { texts } from "./texts";

interface LibraryRequest {
  uri: string;
  method?: string;
  json?: unknown;
  qs?: Record<string, unknown>;
}
type LibraryCallback = (error: unknown, body?: unknown, response?: unknown) => void;

/** Parameters of the library's paginator that Google doesn't know. */
const ownQueries = new Set(["autoPaginate", "autoPaginateVal", "maxApiCalls"]);

/** The largest page that Cloud DNS returns. */
const pageSize = 1_000;
const maxConcurrentRequests = 24;

interface GoogleEndpoints {
  /** e.g. `https://dns.googleapis.com` */
  dnsEndpoint: string;
  tokenEndpoint: string;
}

/**
 * The Cloud DNS library with our own credentials and transport. By itself, it would get tokens from Google whatever endpoint
 * is configured, retry for up to a minute, and hide `Retry-After`.
 */
export function googleDns(
  account: ServiceAccount | "ambient",
  project: string,
  endpoints: GoogleEndpoints,
): DNS {
  const tokens =
    account === "ambient" ? ambientTokens(project) : accessTokens(account, endpoints.tokenEndpoint);
  const gate = pLimit(maxConcurrentRequests);
  const endpoint = new URL(endpoints.dnsEndpoint);
  // An empty client keeps the library from looking for credentials on the machine.
  const dns = new DNS({ projectId: project, apiEndpoint: endpoint.host, authClient: new OAuth2Client() });
  dns.baseUrl = `${endpoint.origin}/dns/v1`;

  async function send(request: LibraryRequest): Promise<unknown> {
    const { token } = await tokens();
    try {
      return await sendWith(token, request);
    } catch (thrown) {
      // A token can be revoked before it expires; a new one shows whether the key itself is refused.
      if (!(thrown instanceof GoogleError) || thrown.status !== 401) throw thrown;
      tokens.forget(token);
      return sendWith((await tokens()).token, request);
    }
  }

  function sendWith(token: string, { uri, method = "GET", json, qs = {} }: LibraryRequest): Promise<unknown> {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    const url = new URL(uri);
    // Every GET here is a list. If the library got the page size, it would stop after one page.
    if (method === "GET") url.searchParams.set("maxResults", String(pageSize));
    for (const [name, value] of Object.entries(qs)) {
      if (!ownQueries.has(name) && value !== undefined) url.searchParams.set(name, String(value));
    }
    if (json !== undefined) headers.set("content-type", "application/json");
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const asked = gate(() => fetchGoogle(url.href, { method, headers, ...body }));
    // Cloud DNS answers a deletion of a zone with nothing.
    return method === "DELETE" ? asked : asked.then((read) => believable(read, url));
  }

  return Object.assign(dns, {
    makeAuthenticatedRequest(request: LibraryRequest, callback: LibraryCallback): void {
      const answered = (body: unknown) => {
        try {
          callback(null, body, { statusCode: 200, body });
        } catch (cause) {
          // The library throws at a zone or record that it can't read, and its caller would wait for ever.
          callback(new GoogleError({ status: 0, reasons: [notAnAnswer], cause }));
        }
      };
      send(request).then(answered, (thrown: unknown) => callback(thrown));
    },
  });
}

const ofCloudDns = z.union([
  z.object({ kind: z.string().startsWith("dns#") }),
  z.object({ managedZones: z.array(z.unknown()) }),
  z.object({ rrsets: z.array(z.unknown()) }),
]);

/**
 * The library reads an empty answer as an empty list, or as a change that was made, and follows the token of the next page wherever it leads. Throws unless it is an
 * answer of Cloud DNS, with another token than was asked for.
 */
function believable(read: unknown, asked: URL): unknown {
  const { nextPageToken } = z.object({ nextPageToken: z.string().optional() }).safeParse(read).data ?? {};
  const isRepeated = nextPageToken !== undefined && nextPageToken === asked.searchParams.get("pageToken");
  if (ofCloudDns.safeParse(read).success && !isRepeated) return read;
  throw new GoogleError({ status: 0, reasons: [notAnAnswer] });
}

const scope = "https://www.googleapis.com/auth/ndev.clouddns.readwrite";
const lifetimeSeconds = 3_600;
/** So that a token doesn't expire during a request. */
const spareSeconds = 300;

interface AccessToken {
  token: string;
  expiresAtMs: number;
}

interface AccessTokens {
  (): Promise<Pick<AccessToken, "token">>;
  /** The token was refused: get another one next time. */
  forget(token: string): void;
}

const granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().default(3_600),
});

/**
 * Tokens for a service account, obtained with a signed JWT (RFC 7523) from the endpoint that the installation names, and
 * reused until shortly before they expire. Concurrent callers share one request. Throws `GoogleError` or `Failure`.
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
    // No cause, because an error about a key may quote the key.
    throw new Failure("unconfigured", texts.cannotSign({ account: account.account }), {
      remedy: texts.newKey,
    });
  }
}

const refusedToken = z.object({
  response: z.object({ status: z.number(), data: z.unknown().optional() }),
});
const oauthError = z.object({ error: z.string() });

/**
 * Tokens for the identity of this machine: Application Default Credentials, such as GKE's Workload Identity, or a file that
 * `GOOGLE_APPLICATION_CREDENTIALS` names. Google's library finds, caches and renews them. Throws `GoogleError` or `Failure`.
 */
function ambientTokens(projectId: string): AccessTokens {
  // If the library knows the project, it doesn't search the machine for one.
  const open = () => new GoogleAuth({ projectId, scopes: [scope] });
  let auth = open();
  const current = async () => {
    try {
      const token = await auth.getAccessToken();
      if (token) return { token };
    } catch (thrown) {
      const { response } = refusedToken.safeParse(thrown).data ?? {};
      const { error } = oauthError.safeParse(response?.data).data ?? {};
      if (response)
        throw new GoogleError({ status: response.status, reasons: error ? [error] : [], cause: thrown });
    }
    throw new Failure("refused", texts.noAmbient, { remedy: texts.noAmbientRemedy });
  };
  const forget = () => {
    auth = open();
  };
  return Object.assign(current, { forget });
}
