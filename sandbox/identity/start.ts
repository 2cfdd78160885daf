import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { JWK } from "oidc-provider";
import { listenHttp, readText } from "@/sandbox/http-server";
import { html } from "@/sandbox/registrar/page";
import { people } from "./people";

export interface IdentityOptions {
  address: string;
  port: number;
  clientSecret: string;
  /** Addresses of the panel; logout tokens go to the first one. */
  origins: readonly string[];
  claimsInToken?: boolean;
}

export interface RunningIdentity {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The private key that signs the provider's tokens, for tests that forge some. */
  key(): Promise<JWK>;
  close(): Promise<void>;
}

const clientId = "lamia";

/**
 * The company's OIDC provider, which is the npm package `oidc-provider`, with a page on which you choose who you are.
 * The package loads with the first request: most who start the sandbox never sign in here.
 */
export async function startIdentity(options: IdentityOptions): Promise<RunningIdentity> {
  const { address, clientSecret, origins, claimsInToken = false } = options;
  let loaded: ReturnType<typeof load> | undefined;
  async function load() {
    const { createProvider } = await import("./provider");
    const made = createProvider({ issuer, clientId, clientSecret, origins, claimsInToken });
    return { ...made, handle: made.provider.callback() };
  }
  const ready = () => {
    loaded ??= load();
    return loaded;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { provider, handle } = await ready();
    const { pathname } = new URL(request.url ?? "/", issuer);
    if (!/^\/interaction\/[\w-]+$/.test(pathname)) return handle(request, response) as Promise<void>;
    await provider.interactionDetails(request, response);
    if (request.method === "POST") {
      const accountId = new URLSearchParams(await readText(request, 4096)).get("account") ?? "";
      const result = people.some(({ id }) => id === accountId)
        ? { login: { accountId } }
        : { error: "access_denied", error_description: "canceled" };
      return provider.interactionFinished(request, response, result);
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    response.end(choicePage());
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(400, { "content-type": "text/plain" });
      response.end("This sign-in isn't in progress any more. Go back to the panel and start again.\n");
    });
  });
  const { port, close } = await listenHttp(server, address, options.port);
  const issuer = `http://${address}:${port}`;
  return { issuer, clientId, clientSecret, key: async () => (await ready()).key, close };
}

function choicePage(): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox ID</title>
<link rel="icon" href="data:,">
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 4rem auto; padding: 0 1rem }
button { display: block; width: 100%; margin: .5rem 0; padding: .6rem 1rem; font: inherit; text-align: left }
small { color: #555 }
</style>
</head>
<body>
<h1>Sandbox ID</h1>
<p>Who are you? Nothing here leaves this machine.</p>
<form method="post">
${people.map(
  ({ id, name, email, groups }) =>
    html`<button name="account" value="${id}">${name}<br><small>${email} · ${groups.join(", ") || "in no group"}</small></button>`,
)}
<button name="account" value="">Cancel</button>
</form>
</body>
</html>`.html;
}
