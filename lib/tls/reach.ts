import { isIP, type LookupFunction } from "node:net";
import { Failure } from "@/lib/gateway/failure";
import { texts } from "./texts";

export interface SocketAddress {
  /** `*`: any address on the left side of a rule, the same one on the right. */
  address: string;
  port: number;
}

/** Connects to `to` instead of `from`, for hairpin routing and unprivileged ports. */
export interface ProbeRule {
  from: SocketAddress;
  to: SocketAddress;
}

/** Where a probe of an address goes. Throws `unreachable` if it may not go there. */
export function reachFor(
  rules: readonly ProbeRule[],
  mayAsk: (address: string) => boolean,
  lookup: LookupFunction,
) {
  return (address: string, port: number): Reached => {
    const rule = ruleFor(rules, address, port);
    const place = placeFor(rules, address, port);
    if (rule && rule.to.address !== "*") return place;
    const refused = new Failure("unreachable", texts.innerAddress({ where: texts.place({ address, port }) }));
    if (isIP(place.address) !== 0 && !mayAsk(place.address)) throw refused;
    return { ...place, lookup: guarded(lookup, mayAsk, refused) };
  };
}

/** Where to connect to, and how a name there is resolved. */
export interface Reached extends SocketAddress {
  lookup?: LookupFunction;
}

/** The connection goes to the addresses that were checked: a name can't change its meaning in between. */
function guarded(lookup: LookupFunction, mayAsk: (address: string) => boolean, refused: Failure) {
  const guardedLookup: LookupFunction = (hostname, options, callback) =>
    lookup(hostname, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
      if (!error && !addresses.every((address) => mayAsk(address))) callback(refused, []);
      else callback(error, found, family);
    });
  return guardedLookup;
}

function ruleFor(rules: readonly ProbeRule[], address: string, port: number): ProbeRule | undefined {
  return (
    rules.find(({ from }) => from.address === address && from.port === port) ??
    rules.find(({ from }) => from.address === "*" && from.port === port)
  );
}

export function placeFor(rules: readonly ProbeRule[], address: string, port: number): SocketAddress {
  const rule = ruleFor(rules, address, port);
  if (!rule) return { address, port };
  return { address: rule.to.address === "*" ? address : rule.to.address, port: rule.to.port };
}

export function socketOptions({ address, port, lookup }: Reached) {
  return { host: address, port, ...(lookup ? { lookup } : {}) };
}
