import { numericEndProblem, subdomainProblem } from "@/lib/model/dns-name";
import { texts } from "./texts";

/** What is wrong with the host of a destination: a service's name, `name.namespace`, or a full name; may start with `*.`. */
export function destinationHostProblem(host: string): string | null {
  if (host === "") return texts.destinationRequired;
  if (host.startsWith("*") && host !== "*") return meshHostProblem(host);
  return subdomainProblem(host) ?? dottedEndProblem(host);
}

/**
 * What is wrong with the host of a mesh object: a short or full name, `*`, or a name whose first label starts with a `*`,
 * which stands for any prefix (`*.example.com`, `*example.com`). Source: Istio, `ValidateWildcardDomain`.
 */
export function meshHostProblem(host: string): string | null {
  if (host === "") return texts.hostRequired;
  if (host === "*") return null;
  if (host.startsWith("*")) return wildcardProblem(host);
  return subdomainProblem(host) ?? dottedEndProblem(host);
}

/** A name that Istio itself uses for traffic between clusters: `outbound_.80_.subset_.shop.vamp-demo.svc.cluster.local`. */
export function isInternalServerName(name: string): boolean {
  return /^outbound_\.\d+_\.[^_]*_\.[a-z][-a-z0-9.]*$/i.test(name);
}

function wildcardProblem(host: string): string | null {
  const rest = host.replace(/^\*[-.]?/, "");
  if (rest.includes("*")) return texts.wildcardFirst;
  return subdomainProblem(rest) ?? dottedEndProblem(rest);
}

/** The name of a service in the same namespace may be a number. */
function dottedEndProblem(host: string): string | null {
  return host.includes(".") ? numericEndProblem(host) : null;
}

/**
 * The full name that Istio derives from a host in an object of this namespace: a name without dots is a service in the same
 * namespace. Source: Istio, Virtual Service reference, `hosts`.
 */
export function qualifiedHost(host: string, namespace: string, domain = "svc.cluster.local"): string {
  return host.includes(".") || host === "*" ? host : `${host}.${namespace}.${domain}`;
}
