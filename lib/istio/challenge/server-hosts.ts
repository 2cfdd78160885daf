import { dnsPart, hostCovers, sameName } from "@/lib/model/hosts";
import type { GatewayObject, GatewayServer, Route } from "@/lib/model/istio-objects";

/** The names of a server, without the namespaces whose routes it accepts. */
export function hostsOf({ hosts = [] }: GatewayServer): string[] {
  return hosts.map((host) => sameName(dnsPart(host)));
}

export function isForPort({ match }: Route, port: number): boolean {
  return !match?.length || match.some((each) => each.port === undefined || each.port === port);
}

export function intersection(one: string, other: string): string | null {
  if (hostCovers(one, other)) return other;
  return hostCovers(other, one) ? one : null;
}

export function narrowness(pattern: string): number {
  return pattern.startsWith("*") ? pattern.length - 1 : 1_000 + pattern.length;
}

/** Whether a server's host, `[namespace|*|.]/dnsName`, accepts routes from the namespace. */
export function admits(host: string, gateway: GatewayObject, namespace: string): boolean {
  const slash = host.indexOf("/");
  const wanted = slash === -1 ? "*" : host.slice(0, slash);
  return wanted === "*" || (wanted === "." ? gateway.metadata.namespace : wanted) === namespace;
}
