import { createServer } from "node:https";
import { managedZones } from "@/sandbox/cloud-dns/managed-zones";
import { listenHttp, readText } from "@/sandbox/http-server";
import type { Counts, Levers } from "@/sandbox/levers/levers";
import { byHandSets, hostedSets } from "@/sandbox/name-servers/registry";
import { acmeDnsApi } from "./acme-dns";
import { azureApi } from "./azure";
import { byHandApi } from "./by-hand";
import { cloudflareApi } from "./cloudflare";
import { digitalOceanApi } from "./digitalocean";
import type { ProviderAnswer, ProviderApi, ProviderParts } from "./provider-api";
import { route53Api } from "./route53";
import { webhookApi } from "./webhook";

/** The APIs of all providers. To add one, write a file with such a function and list it here. */
const apis: readonly ((parts: ProviderParts) => ProviderApi)[] = [
  cloudflareApi,
  route53Api,
  digitalOceanApi,
  webhookApi,
  azureApi,
  byHandApi,
  acmeDnsApi,
];

/** The APIs, and the zones for the name servers. Nothing listens yet, and nothing is kept in files. */
export function createProviders({ levers, counts }: { levers: Levers; counts: Counts }): ProviderApi[] {
  const setsOf = (api: (typeof apis)[number]) => (api === byHandApi ? byHandSets : hostedSets);
  return apis.map((api) => api({ zones: managedZones({ levers, counts, sets: setsOf(api) }), levers }));
}

export interface RunningProviders {
  providers: Record<string, { endpoint: string; credentials: ProviderApi["credentials"] }>;
  close(): Promise<void>;
}

const largestBodyInBytes = 4 * 1024 * 1024;

/** Serves all of them on one port: `https://…/cloudflare/…` and so on. */
export async function startProviders(options: {
  address: string;
  port: number;
  tls: { certificatePem: string; keyPem: string };
  levers: Levers;
  providers: readonly Pick<ProviderApi, "id" | "aliases" | "credentials" | "answer">[];
}): Promise<RunningProviders> {
  const { address, tls, providers } = options;
  const server = createServer({ cert: tls.certificatePem, key: tls.keyPem }, async (request, response) => {
    const url = new URL(request.url ?? "/", "https://provider.test");
    const [, id = "", ...rest] = url.pathname.split("/");
    const provider = providers.find((each) => each.id === id || each.aliases?.includes(id));
    let answer: ProviderAnswer = { status: 404, body: "" };
    try {
      const headers = request.headers as Record<string, string | undefined>;
      const body = await readText(request, largestBodyInBytes);
      const asked = { mount: id, path: `/${rest.join("/")}`, query: url.searchParams, headers, body };
      if (provider) answer = await provider.answer({ method: request.method ?? "GET", ...asked });
    } catch (error) {
      // The client disconnected, or sent more than the limit.
      if (!request.complete) return void response.destroy();
      console.error(`${id}: a request failed`, error);
      answer = { status: 500, body: "" };
    }
    const isJson = typeof answer.body === "object";
    const text = isJson ? JSON.stringify(answer.body) : answer.body;
    const type = isJson ? { "content-type": "application/json" } : {};
    response.writeHead(answer.status, { ...type, ...answer.headers }).end(text);
  });
  const { port, close } = await listenHttp(server, address, options.port);
  const running = providers.flatMap(({ id, aliases = [], credentials }) =>
    [id, ...aliases].map((each) => {
      return [each, { endpoint: `https://${address}:${port}/${each}`, credentials }] as const;
    }),
  );
  return { providers: Object.fromEntries(running), close };
}
