import type { GatewayName } from "./model";

/** The TXT record beside a host that says whose its address records are. */
export function markName(host: string): string {
  return `_lamia.${host.replace(/^\*\./, "_wildcard.")}`;
}

/** `heritage=lamia,owner=<installation>,gateway=<namespace>/<name>` */
export function markValue(owner: string, gateway: GatewayName): string {
  return `heritage=lamia,owner=${owner},gateway=${gateway.namespace}/${gateway.name}`;
}

/** The host that a mark of this name is for; null when it is no name of a mark. */
export function hostOfMark(name: string): string | null {
  const [, host] = /^_lamia\.(.+)$/.exec(name) ?? [];
  return host === undefined ? null : host.replace(/^_wildcard\./, "*.");
}

/** The gateways of this installation that these values of a mark name. */
export function markedGateways(values: readonly string[], owner: string): GatewayName[] {
  return values.flatMap((value) => {
    const [, holder, namespace, name] =
      /^heritage=lamia,owner=([^,]*),gateway=([^/,]+)\/([^/,]+)$/.exec(value) ?? [];
    return holder === owner && namespace && name ? [{ namespace, name }] : [];
  });
}

export type Ownership = { kind: "none" } | { kind: "ours" } | { kind: "other"; holder: string };

/** What the values of a mark say about a gateway of this installation. */
export function ownershipOf(values: readonly string[], owner: string, gateway: GatewayName): Ownership {
  const marks = values.filter((value) => value.startsWith("heritage=lamia,"));
  const first = marks[0];
  if (first === undefined) return { kind: "none" };
  if (marks.includes(markValue(owner, gateway))) return { kind: "ours" };
  const [, holder, named] = /owner=([^,]*),gateway=(.*)$/.exec(first) ?? [];
  return {
    kind: "other",
    holder: holder === owner ? `gateway ${named}` : `another installation (gateway ${named})`,
  };
}
