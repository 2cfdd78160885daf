import type { HttpChallenge } from "@/lib/gateway/certificate/responder";
import { asFailure } from "@/lib/gateway/failure";
import type { PublicAddress } from "@/lib/gateway/model";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import { hostInUrl, isIpAddress } from "@/lib/model/dns-name";

const mostRedirects = 10;

/**
 * What an address of the ingress answers instead of a challenge; null if every address serves all challenges. Asks only these
 * addresses, and IPv6 only if there is no other: many panels have no IPv6 route.
 */
export async function firstUnserved(
  { ipv4, ipv6, hostname }: PublicAddress,
  challenges: readonly HttpChallenge[],
  world: World,
): Promise<string | null> {
  const reachable = [...ipv4, ...(hostname ? [hostname] : [])];
  for (const address of reachable.length > 0 ? reachable : ipv6)
    for (const challenge of challenges) {
      const problem = await unserved(address, challenge, world);
      if (problem !== null) return problem;
    }
  return null;
}

/** Follows redirects of the host to itself, as the CA does, with any certificate. */
async function unserved(
  address: string,
  { host, token, keyAuthorization }: HttpChallenge,
  { prober }: World,
): Promise<string | null> {
  const first = `http://${hostInUrl(host)}/.well-known/acme-challenge/${token}`;
  let url = new URL(first);
  const unserved = (answer: string) => texts.challengeUnserved({ url: url.href, address, answer });
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    try {
      const isSecure = url.protocol === "https:";
      const { status, location, isExpected } = await prober.request({
        scheme: isSecure ? "https" : "http",
        address,
        port: Number(url.port) || (isSecure ? 443 : 80),
        host,
        path: url.pathname + url.search,
        serial: null,
        expectedBody: keyAuthorization,
      });
      if (status === 200) return isExpected ? null : unserved(texts.otherContent);
      if (status < 301 || status > 308 || location === null) return unserved(String(status));
      const next = URL.canParse(location, url) ? new URL(location, url) : null;
      // Between two requests, the name can change to point at a host whose owner didn't agree to be asked: use only the usual
      // ports.
      const isOtherPort = next?.port !== "" && !isIpAddress(address);
      if (next?.hostname !== hostInUrl(host) || !/^https?:$/.test(next.protocol) || isOtherPort)
        return unserved(texts.redirectTo({ status, site: next?.host ?? location }));
      url = next;
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.kind !== "unreachable") throw failure;
      return failure.message;
    }
  }
  return unserved(texts.tooManyRedirects({ count: mostRedirects }));
}
