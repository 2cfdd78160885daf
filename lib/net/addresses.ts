import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { texts } from "./texts";

/** Networks outside the public internet: RFC 6890, and the addresses of clouds' metadata services. */
const inner = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  inner.addSubnet(network, prefix, "ipv4");

/** Only 2000::/3 of IPv6 is assigned; these parts of it aren't public. */
const global = new BlockList();
global.addSubnet("2000::", 3, "ipv6");
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
] as const)
  inner.addSubnet(network, prefix, "ipv6");

export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !inner.check(address, "ipv4");
  return isIP(address) === 6 && global.check(address, "ipv6") && !inner.check(address, "ipv6");
}

function isLoopback(address: string): boolean {
  return address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}

export interface AddressOptions {
  /** Also allow plain HTTP to this machine, for targets that run next to the panel. */
  allowLoopback: boolean;
}

const lookUpWithinMs = 2000;

/**
 * Why nothing is sent to an address that a user names, or null. Allowed is HTTPS to the public internet: services
 * in the panel's own network trust whoever reaches them, and a cloud's metadata service returns credentials.
 */
export function addressProblem(text: string, { allowLoopback }: AddressOptions): string | null {
  // Parses every notation of an IPv4 address: as one number, octal, hexadecimal, shortened.
  const url = URL.parse(text);
  if (!url) return texts.incompleteUrl;
  const host = hostOf(url);
  const isHere = isLocalName(host) || isLoopback(host);
  const isAllowed = url.protocol === "https:" || (url.protocol === "http:" && isHere && allowLoopback);
  if (!isAllowed) return texts.needsHttps({ host: url.host });
  if (isHere && !allowLoopback) return notPublic(url.host);
  if (isIP(host) !== 0 && !isAllowedAddress(host, allowLoopback)) return notPublic(url.host);
  if (url.username !== "" || url.password !== "") return texts.urlHasPassword;
  return null;
}

/**
 * Like `addressProblem`, but also resolves the name now. An unknown name passes: it is checked again before
 * anything is sent, and the connection then goes to the checked address.
 */
export async function resolvedAddressProblem(text: string, options: AddressOptions): Promise<string | null> {
  const problem = addressProblem(text, options);
  if (problem !== null) return problem;
  const url = new URL(text);
  const found = lookup(hostOf(url), { all: true }).catch(() => []);
  const late = new Promise<[]>((resolve) => setTimeout(() => resolve([]), lookUpWithinMs).unref());
  const addresses = await Promise.race([found, late]);
  const isInner = addresses.some(({ address }) => !isAllowedAddress(address, options.allowLoopback));
  return isInner ? notPublic(url.host) : null;
}

export function isAllowedAddress(address: string, allowLoopback: boolean): boolean {
  return isPublicAddress(address) || (allowLoopback && isLoopback(address));
}

export function notPublic(host: string): string {
  return texts.notPublic({ host });
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

/** RFC 6761, section 6.3: whatever a name server answers, it is this machine. */
function isLocalName(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}
