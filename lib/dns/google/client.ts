import { DNS } from "@google-cloud/dns";
import { OAuth2Client } from "google-auth-library";
import pLimit from "p-limit";
import { accessTokens } from "./access-token";
import { GoogleError } from "./google-error";
import type { ServiceAccount } from "./service-account";
import { fetchGoogle } from "./transport";

interface LibraryRequest {
  uri: string;
  method?: string;
  json?: unknown;
  qs?: Record<string, unknown>;
}
type LibraryCallback = (error: unknown, body?: unknown, response?: unknown) => void;

/** Queries of the library's paginator that are none of Google's. */
const ownQueries = new Set(["autoPaginate", "autoPaginateVal", "maxApiCalls"]);

/** The most that Cloud DNS gives in a page. */
const pageSize = 1_000;
const maxConcurrentRequests = 24;

interface GoogleEndpoints {
  /** e.g. `https://dns.googleapis.com` */
  dnsEndpoint: string;
  tokenEndpoint: string;
}

/**
 * The Cloud DNS library with credentials and a transport of our own: it would fetch tokens from Google whatever the
 * configured endpoint, retry by itself for up to a minute, and hide `Retry-After`.
 */
export function googleDns(account: ServiceAccount, project: string, endpoints: GoogleEndpoints): DNS {
  const tokens = accessTokens(account, endpoints.tokenEndpoint);
  const gate = pLimit(maxConcurrentRequests);
  const endpoint = new URL(endpoints.dnsEndpoint);
  // The empty client keeps the library from looking for credentials of the machine.
  const dns = new DNS({ projectId: project, apiEndpoint: endpoint.host, authClient: new OAuth2Client() });
  dns.baseUrl = `${endpoint.origin}/dns/v1`;

  async function send(request: LibraryRequest): Promise<unknown> {
    const { token } = await tokens();
    try {
      return await sendWith(token, request);
    } catch (thrown) {
      // A token can be revoked before its time; a new one tells that from a key that is refused.
      if (!(thrown instanceof GoogleError) || thrown.status !== 401) throw thrown;
      tokens.forget(token);
      return sendWith((await tokens()).token, request);
    }
  }

  function sendWith(token: string, { uri, method = "GET", json, qs = {} }: LibraryRequest): Promise<unknown> {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    const url = new URL(uri);
    // Every GET here is a list. Given to the library, a page size would end its paging.
    if (method === "GET") url.searchParams.set("maxResults", String(pageSize));
    for (const [name, value] of Object.entries(qs)) {
      if (!ownQueries.has(name) && value !== undefined) url.searchParams.set(name, String(value));
    }
    if (json !== undefined) headers.set("content-type", "application/json");
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    return gate(() => fetchGoogle(url.href, { method, headers, ...body }));
  }

  return Object.assign(dns, {
    makeAuthenticatedRequest(request: LibraryRequest, callback: LibraryCallback): void {
      send(request).then(
        (body) => callback(null, body, { statusCode: 200, body }),
        (thrown: unknown) => callback(thrown),
      );
    },
  });
}
