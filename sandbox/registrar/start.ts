import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listenHttp, readText, sendJson, sendProblem } from "@/sandbox/http-server";
import { absoluteName } from "@/sandbox/name-servers/record-set";
import { parseRrdata } from "@/sandbox/name-servers/rrdata";
import { type DomainView, domainPage } from "./page";
import {
  type FieldMistake,
  isRegistrable,
  type Registration,
  type Registrations,
  readNameServers,
} from "./registrations";

export interface RegistrarOptions {
  address: string;
  port: number;
  registrations: Registrations;
  /** The name servers of the managed zone with that DNS name, if it exists. */
  zoneNameServers: (dnsName: string) => readonly string[] | undefined;
  /** The target of the page's back link. */
  panelUrl: string;
}

const dotless = (name: string) => name.replace(/\.$/, "");

/**
 * Serves the registrar: `GET /domains`, `GET|DELETE /domains/{domain}`, `GET|PUT /domains/{domain}/name-servers`,
 * `PUT /domains/{domain}/ds`, and a page at `/` with forms for the same.
 */
export async function startRegistrar(
  options: RegistrarOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const { address, registrations, zoneNameServers, panelUrl } = options;

  function sendPage(
    response: ServerResponse,
    status: number,
    domain: string,
    more: Partial<DomainView> = {},
  ): void {
    const found = registrations.get(domain);
    const nameServers = (found?.nameServers ?? []).map(dotless);
    const view: DomainView = {
      domain: dotless(domain),
      registered: found !== undefined,
      nameServers,
      zoneNameServers: zoneNameServers(domain)?.map(dotless),
      fields: nameServers,
      mistakes: [],
      message: undefined,
      ...more,
    };
    const domains = registrations.list().map((each) => dotless(each.domain));
    response.writeHead(status, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; form-action 'self'",
      "cache-control": "no-store",
    });
    response.end(domainPage(view, domains, panelUrl));
  }

  async function submitForm(
    request: IncomingMessage,
    response: ServerResponse,
    domain: string,
  ): Promise<void> {
    const form = new URLSearchParams(await readText(request, 65_536));
    const pasted = (form.get("pasted") ?? "").split(/[\s,;]+/).filter(Boolean);
    const fields = pasted.length > 0 ? pasted : form.getAll("nameServer").map((text) => text.trim());
    const filled = fields.filter(Boolean);
    const read = readNameServers(filled, domain);
    if (read.mistakes) return sendPage(response, 400, domain, { fields: filled, mistakes: read.mistakes });
    registrations.set(domain, read.nameServers);
    redirect(response, `/?domain=${encodeURIComponent(dotless(domain))}&saved=1`);
  }

  function setForMe(response: ServerResponse, domain: string): void {
    const hosts = zoneNameServers(domain);
    if (!hosts) {
      const message =
        "the DNS provider has no zone of this name yet; create a gateway with a Secured Host first";
      const mistakes = [{ path: "nameServers", message: `cannot be set: ${message}` }];
      sendPage(response, 409, domain, { mistakes });
      return;
    }
    registrations.set(domain, [...hosts]);
    redirect(response, `/?domain=${encodeURIComponent(dotless(domain))}&saved=1`);
  }

  async function put(request: IncomingMessage, response: ServerResponse, domain: string): Promise<void> {
    let body: unknown;
    try {
      body = JSON.parse(await readText(request, 65_536));
    } catch {
      return sendProblem(response, 400, "Not JSON", 'The body must be {"nameServers": ["…", "…"]}.');
    }
    const read = readNameServers((body as { nameServers?: unknown } | null)?.nameServers, domain);
    if (read.mistakes) return sendMistakes(response, read.mistakes);
    sendJson(response, 200, resource(registrations.set(domain, read.nameServers)));
  }

  async function sign(request: IncomingMessage, response: ServerResponse, domain: string): Promise<void> {
    const { ds } = JSON.parse(await readText(request, 65_536)) as { ds?: unknown };
    const parsed = Array.isArray(ds) ? ds.map((text) => parseRrdata("DS", String(text))?.text) : [undefined];
    const signers = parsed.filter((text) => text !== undefined);
    if (signers.length < parsed.length)
      return sendProblem(
        response,
        400,
        "Not valid DS records",
        'The body must be {"ds": ["60485 13 2 2bb1…"]}.',
      );
    const signed = registrations.sign(domain, signers);
    if (!signed) return sendProblem(response, 404, "Not registered", `${dotless(domain)} is not registered.`);
    sendJson(response, 200, resource(signed));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", `http://${address}`);
    const { method = "GET" } = request;
    const reads = method === "GET" || method === "HEAD";
    if (url.pathname === "/" && reads) {
      const domain = absoluteName(url.searchParams.get("domain")?.trim() || "democluster.net");
      if (!isRegistrable(domain))
        return sendPage(response, 400, "democluster.net.", { mistakes: [notRegistrable(domain)] });
      const message = url.searchParams.has("saved")
        ? "Saved. The registry has the new name servers."
        : undefined;
      return sendPage(response, 200, domain, { message });
    }
    if (url.pathname === "/domains" && reads) {
      return sendJson(response, 200, { domains: registrations.list().map(resource) });
    }
    const [, named, action] = /^\/domains\/([^/]+)(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
    if (!named)
      return sendProblem(response, 404, "Not found", "There are / and /domains/{domain}/name-servers.");
    const domain = absoluteName(decodeURIComponent(named));
    if (!isRegistrable(domain)) return sendMistakes(response, [notRegistrable(domain)]);
    if (method === "PUT" && action === "name-servers") return put(request, response, domain);
    if (method === "PUT" && action === "ds") return sign(request, response, domain);
    if (method === "POST" && !isOwnOrigin(request)) {
      return sendProblem(
        response,
        403,
        "Another origin",
        "Forms are taken from the registrar's own page only.",
      );
    }
    if (method === "POST" && action === "name-servers") return submitForm(request, response, domain);
    if (method === "POST" && action === "set-for-me") return setForMe(response, domain);
    const found = registrations.get(domain);
    if (!found) return sendProblem(response, 404, "Not registered", `${dotless(domain)} is not registered.`);
    if (reads && (action === undefined || action === "name-servers"))
      return sendJson(response, 200, resource(found));
    if (method !== "DELETE" || action)
      return sendProblem(response, 405, "Method not allowed", "GET, PUT or DELETE.");
    registrations.remove(domain);
    response.writeHead(204).end();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) sendProblem(response, 400, "Bad request", "The request could not be read.");
    });
  });
  const { port, close } = await listenHttp(server, address, options.port);
  return { url: `http://${address}:${port}`, close };
}

function resource({ domain, nameServers, signers = [] }: Registration): object {
  const ds = signers.length > 0 ? { ds: signers } : {};
  return { domain: dotless(domain), nameServers: nameServers.map(dotless), ...ds };
}

function notRegistrable(domain: string): FieldMistake {
  const message = `of ${dotless(domain)} cannot be set here: a domain is one label below a public suffix, as example.org`;
  return { path: "nameServers", message };
}

function sendMistakes(response: ServerResponse, mistakes: FieldMistake[]): void {
  const detail = mistakes.map(({ path, message }) => `${path} ${message}`).join("; ");
  sendProblem(response, 400, "Not valid name servers", `${detail}.`, mistakes);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end();
}

/** Browsers send the origin of a posted form; other clients send none. */
function isOwnOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}
