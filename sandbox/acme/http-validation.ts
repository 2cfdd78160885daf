import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIPv6 } from "node:net";
import { canonical, exchange, type Iteration, LookupFailure, NoAnswer, responseCode } from "./dns/iteration";
import { AcmeProblem } from "./problem";

/** Where port 80 and port 443 of every host are reached. */
export interface HttpPorts {
  http: number;
  https: number;
}

export const standardPorts: HttpPorts = { http: 80, https: 443 };

const mostRedirects = 10;
const longestAnswer = 128 * 1024;
const waitMilliseconds = 10_000;

export function challengePath(token: string): string {
  return `/.well-known/acme-challenge/${token}`;
}

/**
 * Validates by HTTP as Let's Encrypt does: a GET to port 80 of an address that the host has in DNS, IPv6 first, and up
 * to ten redirects to HTTP or HTTPS on ports 80 and 443, to any host and with any certificate. White space at the end
 * makes no difference. Undefined if the key authorization is served.
 * https://letsencrypt.org/docs/challenge-types/#http-01-challenge, RFC 8555 §8.3
 */
export async function httpProblem(
  iteration: Iteration,
  host: string,
  { token, keyAuthorization }: { token: string; keyAuthorization: string },
  ports: HttpPorts,
): Promise<AcmeProblem | undefined> {
  let url = new URL(`http://${host}${challengePath(token)}`);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const fetched = await fetchAt(iteration, url, ports);
    if (fetched instanceof AcmeProblem) return fetched;
    const { address, status, location, text } = fetched;
    if ([301, 302, 303, 307, 308].includes(status) && location !== undefined) {
      if (!URL.canParse(location, url)) return invalid(address, url, `redirects to ${location}`);
      url = new URL(location, url);
      const port = portOf(url);
      const isStandard = [80, 443, ports.http, ports.https].includes(port);
      if (!/^https?:$/.test(url.protocol) || !isStandard)
        return new AcmeProblem(
          "connection",
          `${address}: Fetching ${url.href}: Invalid port in redirect target. Only ports 80 and 443 are supported, not ${port}`,
        );
      continue;
    }
    if (status !== 200) return invalid(address, url, String(status));
    if (text.trimEnd() === keyAuthorization) return undefined;
    return new AcmeProblem(
      "unauthorized",
      `${address}: The key authorization file from the server did not match this challenge. Expected "${keyAuthorization}" (got "${text.slice(0, 100)}")`,
    );
  }
  return new AcmeProblem("connection", `Fetching ${url.href}: Too many redirects`);
}

function invalid(address: string, url: URL, what: string): AcmeProblem {
  return new AcmeProblem("unauthorized", `${address}: Invalid response from ${url.href}: ${what}`);
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === "https:" ? 443 : 80);
}

interface Fetched {
  address: string;
  status: number;
  location: string | undefined;
  text: string;
}

async function fetchAt(iteration: Iteration, url: URL, ports: HttpPorts): Promise<Fetched | AcmeProblem> {
  const addresses = await addressesOf(iteration, url.hostname);
  let reason = "no address";
  for (const address of addresses) {
    try {
      return { address, ...(await get(address, url, ports)) };
    } catch (error) {
      reason = `${address}: ${error instanceof Error ? error.message : "no answer"}`;
    }
  }
  return new AcmeProblem("connection", `Fetching ${url.href}: ${reason}`);
}

/** IPv6 first. @throws LookupFailure when there is no address */
async function addressesOf(iteration: Iteration, host: string, chain = 0): Promise<string[]> {
  if (chain > 8) throw new LookupFailure(`the CNAMEs of ${host} do not end`);
  const found: string[] = [];
  let failure = `no valid A or AAAA records found for ${host}`;
  for (const type of ["AAAA", "A"] as const) {
    for (const server of (await iteration.zoneOf(host, type)).servers) {
      try {
        const answer = await exchange(server, host, type);
        const code = responseCode(answer);
        if (code !== "NOERROR") failure = `${code} looking up ${type} for ${host}`;
        const alias = answer.answers?.find(
          (record) => record.type === "CNAME" && canonical(record.name) === canonical(host),
        );
        if (alias?.type === "CNAME") return addressesOf(iteration, canonical(alias.data), chain + 1);
        found.push(...(answer.answers ?? []).flatMap((each) => (each.type === type ? [each.data] : [])));
        break;
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        failure = error.message;
      }
    }
  }
  if (found.length === 0) throw new LookupFailure(failure);
  return found.sort((left, right) => Number(isIPv6(right)) - Number(isIPv6(left)));
}

function get(address: string, url: URL, ports: HttpPorts): Promise<Omit<Fetched, "address">> {
  const isSecure = url.protocol === "https:";
  const asked = portOf(url);
  const port = asked === 80 ? ports.http : asked === 443 ? ports.https : asked;
  return new Promise((resolve, reject) => {
    const request = (isSecure ? httpsRequest : httpRequest)({
      host: address,
      port,
      path: url.pathname + url.search,
      headers: { host: url.host, "user-agent": "Lamia Sandbox CA", connection: "close" },
      agent: false,
      timeout: waitMilliseconds,
      // Redirects are followed whatever certificate is shown: the challenge is what gets the first one.
      ...(isSecure ? { servername: url.hostname, rejectUnauthorized: false } : {}),
    });
    request.once("timeout", () => request.destroy(new Error("Timeout")));
    request.once("error", reject);
    request.once("response", (response) => {
      read(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, location: response.headers.location, text }),
        reject,
      );
    });
    request.end();
  });
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestAnswer) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}
