import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from "node:dns";
import { BlockList, isIP } from "node:net";
import { texts } from "./texts";

/** Networks outside the public internet: RFC 6890. */
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

/** Where clouds give credentials to whoever asks from one of their machines; Azure's second one is a public address. */
const metadataServices = new BlockList();
for (const address of [
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
])
  metadataServices.addAddress(address, "ipv4");
for (const address of ["fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254"])
  metadataServices.addAddress(address, "ipv6");

const familyOf = (address: string) => (isIP(address) === 4 ? "ipv4" : "ipv6");
const isIn = (list: BlockList, address: string) =>
  isIP(address) !== 0 && list.check(address, familyOf(address));

export function isPublicAddress(address: string): boolean {
  if (isIn(metadataServices, address)) return false;
  if (isIP(address) === 4) return !isIn(inner, address);
  return isIn(global, address) && !isIn(inner, address);
}

/** What addresses that users name may lead to besides the public internet; set by whoever runs Lamia. */
export interface AllowedTargets {
  networks: BlockList;
  /** Single addresses, which may also be a metadata service's: a network that contains one doesn't allow it. */
  addresses: BlockList;
  /** These names may lead anywhere except to a metadata service. */
  names: ReadonlySet<string>;
  /** Resolves names, like `lookup` of `node:dns`, which it is by default. */
  lookup?: Lookup;
}

export type Lookup = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** `network/prefix`, addresses and names. Throws the entry that is none of them. */
export function allowedTargets(entries: readonly string[], lookup?: Lookup): AllowedTargets {
  const networks = new BlockList();
  const addresses = new BlockList();
  const names = new Set<string>();
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/");
    const longest = isIP(address) === 6 ? 128 : 32;
    const bits = prefix !== undefined && /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    if (isIP(address) !== 0 && prefix === undefined) addresses.addAddress(address, familyOf(address));
    else if (isIP(address) !== 0 && bits <= longest) networks.addSubnet(address, bits, familyOf(address));
    else if (/^[a-z0-9_]([a-z0-9._-]*[a-z0-9])?$/i.test(entry)) names.add(entry.toLowerCase());
    else throw new Error(entry);
  }
  return { networks, addresses, names, ...(lookup ? { lookup } : {}) };
}

export interface AddressOptions {
  allowed: AllowedTargets;
}

/** Whether a connection to this address may be made, if `name` led to it. */
export function isAllowedAddress(address: string, allowed: AllowedTargets, name?: string): boolean {
  if (isPublicAddress(address) || isListed(address, allowed)) return true;
  if (isIn(metadataServices, address)) return false;
  return name !== undefined && allowed.names.has(plainName(name));
}

/** Whether whoever runs Lamia has listed it; a metadata service only by its own address. */
export function isListed(address: string, { addresses, networks }: AllowedTargets): boolean {
  return isIn(addresses, address) || (isIn(networks, address) && !isIn(metadataServices, address));
}

const lookUpWithinMs = 2000;

/**
 * Why nothing is sent to an address that a user names, or null. Allowed is HTTPS to the public internet: services
 * in the panel's own network trust whoever reaches them, and a cloud's metadata service returns credentials.
 */
export function addressProblem(text: string, { allowed }: AddressOptions): string | null {
  // Parses every notation of an IPv4 address: as one number, octal, hexadecimal, shortened.
  const url = URL.parse(text);
  if (!url) return texts.incompleteUrl;
  const host = plainName(url.hostname);
  const isListed = allowed.names.has(host) || (!isPublicAddress(host) && hostProblem(host, allowed) === null);
  const isInnerName = isIP(host) !== 0 || isLocalName(host);
  const mayBePlain = isListed && (isInnerName || allowed.names.has(host));
  if (url.protocol !== "https:" && !(url.protocol === "http:" && mayBePlain))
    return texts.needsHttps({ host: url.host });
  if (hostProblem(host, allowed) !== null) return notPublic(url.host);
  if (url.username !== "" || url.password !== "") return texts.urlHasPassword;
  return null;
}

/** The same for a server that is named without a URL: an address, or a name that needn't be resolved to be refused. */
export function hostProblem(name: string, allowed: AllowedTargets): string | null {
  const host = plainName(name);
  if (isIP(host) !== 0) return isAllowedAddress(host, allowed) ? null : notPublic(name);
  if (!isLocalName(host)) return null;
  return isAllowedAddress("127.0.0.1", allowed, host) ? null : notPublic(name);
}

/**
 * Like `addressProblem`, but also resolves the name now. An unknown name passes: it is checked again before
 * anything is sent, and the connection then goes to the checked address.
 */
export async function resolvedAddressProblem(text: string, options: AddressOptions): Promise<string | null> {
  const problem = addressProblem(text, options);
  if (problem !== null) return problem;
  const url = new URL(text);
  return (await isInnerHost(plainName(url.hostname), options.allowed)) ? notPublic(url.host) : null;
}

export async function resolvedHostProblem(name: string, allowed: AllowedTargets): Promise<string | null> {
  const problem = hostProblem(name, allowed);
  if (problem !== null) return problem;
  return (await isInnerHost(plainName(name), allowed)) ? notPublic(name) : null;
}

async function isInnerHost(host: string, allowed: AllowedTargets): Promise<boolean> {
  const { lookup = systemLookup } = allowed;
  const addresses = await new Promise<LookupAddress[]>((resolve) => {
    setTimeout(() => resolve([]), lookUpWithinMs).unref();
    lookup(host, { all: true }, (error, found) => resolve(error ? [] : found));
  });
  return addresses.some(({ address }) => !isAllowedAddress(address, allowed, host));
}

export function notPublic(host: string): string {
  return texts.notPublic({ host });
}

function plainName(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}

/** RFC 6761, section 6.3: whatever a name server answers, it is this machine. */
function isLocalName(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}
