import type { Iteration } from "./dns/iteration";
import { fetchAt, type HttpPorts, portOf } from "./http-fetch";
import { AcmeProblem } from "./problem";

const mostRedirects = 10;

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
  let url = new URL(`http://${host.includes(":") ? `[${host}]` : host}${challengePath(token)}`);
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
