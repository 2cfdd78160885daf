import { fqdnProblem, isIpAddress } from "./dns-name";
import { texts } from "./texts";

/**
 * The annotation of a Gateway, and the metadata key of a virtual cluster, with the public address of an ingress whose Service
 * doesn't know it: on bare metal, behind a tunnel, or behind another load balancer.
 */
export const gatewayAddressKey = "gateway_address";
export const gatewayAddressAnnotation = `lamia.dev/${gatewayAddressKey}`;

/** Which addresses of the nodes; the internal ones only if you ask for them. */
export type NodeAddressKind = "external" | "internal";

/** Addresses by family, or a name that has addresses. */
export interface Addresses {
  ipv4: string[];
  ipv6: string[];
  hostname: string | null;
}

export type ReadGatewayAddress =
  | { kind: "addresses"; addresses: Addresses }
  | { kind: "nodes"; which: NodeAddressKind }
  | { kind: "problem"; problem: string };

const ofNodes: Readonly<Record<string, NodeAddressKind>> = {
  nodes: "external",
  "internal-nodes": "internal",
};

/**
 * Reads IP addresses, separated by commas or spaces; or one DNS name; or `nodes` or `internal-nodes`. Null for an empty text,
 * which sets nothing.
 */
export function readGatewayAddress(text: string | undefined): ReadGatewayAddress | null {
  const parts = (text ?? "").split(/[\s,]+/).filter((part) => part !== "");
  const [first] = parts;
  if (first === undefined) return null;
  const which = ofNodes[first];
  if (which && parts.length === 1) return { kind: "nodes", which };
  const names = parts.filter((part) => !isIpAddress(part));
  if (names.length === 0) return readAddresses(parts);
  if (parts.length > 1) return { kind: "problem", problem: texts.addressesOrName };
  const hostname = first.toLowerCase().replace(/\.$/, "");
  const problem = fqdnProblem(hostname);
  if (problem)
    return { kind: "problem", problem: texts.gatewayAddress({ value: first.slice(0, 80), problem }) };
  return { kind: "addresses", addresses: { ipv4: [], ipv6: [], hostname } };
}

/** More than any ingress has, because each of them is probed. */
const mostAddresses = 20;

/** Link-local, where most clouds serve metadata and credentials, and the other addresses at which some do. */
const networkServices: readonly RegExp[] = [
  /^169\.254\./,
  /^100\.100\.100\.200$/,
  /^168\.63\.129\.16$/,
  /^192\.0\.0\.192$/,
  /^fe[89ab][0-9a-f]:/,
  /^fd00:ec2:/,
  /^fd20:ce::254$/,
];

/** Whether this address belongs to the network itself: it can't be an ingress, and no request may be sent there. */
export function isNetworkService(address: string): boolean {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, "");
  return networkServices.some((pattern) => pattern.test(plain));
}

function readAddresses(parts: readonly string[]): ReadGatewayAddress {
  if (parts.length > mostAddresses)
    return { kind: "problem", problem: texts.tooManyAddresses({ most: mostAddresses }) };
  const ipv4 = new Set<string>();
  const ipv6 = new Set<string>();
  for (const part of parts) {
    const address = part.includes(":") ? canonicalIpv6(part) : part;
    const isUnusable = address === null || /^(0|22[4-9]|2[3-5]\d)\.|^::$|^ff/.test(address);
    if (isUnusable || isNetworkService(address))
      return { kind: "problem", problem: texts.notUsableAddress({ value: part }) };
    (part.includes(":") ? ipv6 : ipv4).add(address);
  }
  return {
    kind: "addresses",
    addresses: { ipv4: [...ipv4].sort(), ipv6: [...ipv6].sort(), hostname: null },
  };
}

/** As name servers write it in answers (RFC 5952); null if it isn't an IPv6 address. */
export function canonicalIpv6(text: string): string | null {
  const url = `http://[${text}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : null;
}

/** What is wrong with a value, for the field in which it is entered; null if nothing is. */
export function gatewayAddressProblem(text: string | undefined): string | null {
  const read = readGatewayAddress(text);
  return read?.kind === "problem" ? read.problem : null;
}
