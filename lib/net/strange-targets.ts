import { BlockList, isIP } from "node:net";
import { type AllowedTargets, isListed } from "./addresses";

/** Unspecified, loopback, link-local (with the metadata services of most clouds), other metadata services, multicast. */
const inner = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["100.100.100.200", 32],
  ["192.0.0.192", 32],
  ["168.63.129.16", 32],
  ["224.0.0.0", 3],
] as const)
  inner.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 96],
  ["fe80::", 10],
  ["fec0::", 10],
  ["fd00:ec2::", 32],
  ["fd20:ce::254", 128],
  ["64:ff9b::", 96],
  ["ff00::", 8],
] as const)
  inner.addSubnet(network, prefix, "ipv6");

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/**
 * Whether Lamia may connect to an address that a zone names, or a name in it: any but those of this machine and of the
 * network's own services. Private networks are allowed, because an ingress or a name server may be there.
 */
export function strangeTargets({
  allowed,
  allowLoopback,
}: {
  allowed: AllowedTargets;
  allowLoopback: boolean;
}) {
  return (address: string): boolean =>
    !isInner(address) || isListed(address, allowed) || (allowLoopback && isLoopback(address));
}

/** IPv4 addresses within IPv6 (`::ffff:…`) count as IPv4. Rejects anything that isn't an address. */
export function isInner(address: string): boolean {
  return isIP(address) === 0 || inner.check(address, familyOf(address));
}

function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && loopback.check(address, familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 4 ? "ipv4" : "ipv6";
}
