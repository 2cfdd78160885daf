import { isIP, isIPv6 } from "node:net";
import { canonical, exchange, type Iteration, LookupFailure, NoAnswer, responseCode } from "./iteration";

/** The addresses of a host, IPv6 first; an IP address is its own. @throws LookupFailure when there is no address */
export async function addressesOf(iteration: Iteration, host: string, chain = 0): Promise<string[]> {
  const address = host.replace(/^\[|\]$/g, "");
  if (isIP(address)) return [address];
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
