import type { KeyObject } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import { listenHttp, type RunningHttp, readText, sendJson } from "@/sandbox/http-server";
import type { Counts, Levers } from "@/sandbox/levers/levers";
import { accessTokens, scopes } from "./access-tokens";
import { asksForDiscovery, discoveryDocument } from "./discovery";
import { GoogleError } from "./google-error";
import type { ManagedZones } from "./managed-zones";
import { matchRoute } from "./routes";

export interface CloudDnsOptions {
  address: string;
  /** 0 picks a free port. */
  port: number;
  tls: { certificatePem: string; keyPem: string };
  zones: ManagedZones;
  levers: Levers;
  counts: Pick<Counts, "dnsRequests">;
  projectId: string;
  clientEmail: string;
  publicKey: KeyObject;
  tokenSecret: string;
}

export interface CloudDns {
  /** Base URL: the API is at `/dns/v1`, its description at Google's paths, the OAuth token endpoint at `/token`. */
  endpoint: string;
  close(): Promise<void>;
}

/** A change with 1,000 additions and 1,000 deletions is well below this. */
const largestBodyInBytes = 4 * 1024 * 1024;

/** Starts the Google Cloud DNS v1 API with the token endpoint of its one service account. */
export async function startCloudDns(options: CloudDnsOptions): Promise<CloudDns> {
  const { zones, levers, counts, projectId, clientEmail, publicKey, tokenSecret, tls } = options;
  let running: RunningHttp | undefined;
  const endpoint = () => `https://${options.address}:${running?.port}`;
  const tokens = accessTokens({ clientEmail, publicKey, secret: tokenSecret, endpoint });

  async function answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    const url = new URL(request.url ?? "/", endpoint());
    if (levers.providerUnavailable)
      throw new GoogleError("backendError", "The service is currently unavailable.");
    // HEAD is answered like GET; Node omits the body.
    const verb = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    if (asksForDiscovery(verb, url)) return { status: 200, body: discoveryDocument(endpoint(), scopes) };
    const text = await readText(request, largestBodyInBytes);
    if (url.pathname === "/token" && verb === "POST") return tokens.grant(new URLSearchParams(text));
    counts.dnsRequests += 1;
    const route = matchRoute(verb, url.pathname);
    if (!route) throw new GoogleError("notFound", "Not Found");
    await tokens.check(request.headers.authorization);
    const { permission, method, path } = route;
    if (path.project !== projectId) {
      throw new GoogleError("forbidden", `Permission denied: '${permission}' on project '${path.project}'`);
    }
    const zone = () => {
      const found = zones.find(path.managedZone ?? "");
      if (found) return found;
      const place = "parameters.managedZone";
      throw new GoogleError(
        "notFound",
        `The '${place}' resource named '${path.managedZone}' does not exist.`,
      );
    };
    const now = Date.now();
    const body = parseBody(text);
    return {
      status: 200,
      body: method({ zones, projectId, now, query: url.searchParams, body, path, zone }),
    };
  }

  const server = createServer({ cert: tls.certificatePem, key: tls.keyPem }, (request, response) => {
    answer(request)
      .catch((error: unknown) => {
        if (error instanceof GoogleError) return { status: error.httpStatus, body: error.body };
        // The client disconnected, or sent more than the limit.
        if (!request.complete) return undefined;
        console.error("cloud-dns: a request failed", error);
        return { status: 503, body: new GoogleError("backendError", "Backend Error").body };
      })
      .then((answered) => {
        if (answered) sendJson(response, answered.status, answered.body);
        else response.destroy();
      });
  });
  running = await listenHttp(server, options.address, options.port);
  return { endpoint: endpoint(), close: running.close };
}

function parseBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new GoogleError("parseError", "Parse Error");
  }
}
