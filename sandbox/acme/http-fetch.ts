import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { addressesOf } from "./dns/addresses";
import type { Iteration } from "./dns/iteration";
import { AcmeProblem } from "./problem";

/** Where port 80 and port 443 of every host are reached. */
export interface HttpPorts {
  http: number;
  https: number;
}

export const standardPorts: HttpPorts = { http: 80, https: 443 };

const longestAnswer = 128 * 1024;
const waitMilliseconds = 10_000;

export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === "https:" ? 443 : 80);
}

interface Fetched {
  address: string;
  status: number;
  location: string | undefined;
  text: string;
}

/** One GET, to the first address of the host that answers. */
export async function fetchAt(
  iteration: Iteration,
  url: URL,
  ports: HttpPorts,
): Promise<Fetched | AcmeProblem> {
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
      ...(isSecure ? { servername: serverName(url), rejectUnauthorized: false } : {}),
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

/** None for an IP address (RFC 6066, section 3). */
function serverName({ hostname }: URL): string {
  return isIP(hostname.replace(/^\[|\]$/g, "")) ? "" : hostname;
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
