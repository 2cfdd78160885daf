import { numericEndProblem, subdomainProblem, wildcardFqdnProblem } from "./dns-name";

/** What is wrong with the host of a destination: a service's name, `name.namespace`, or a full name. */
export function destinationHostProblem(host: string): string | null {
  if (host === "") return "A destination is required";
  return subdomainProblem(host)?.replace(/^A name/, "A destination") ?? dottedEndProblem(host);
}

/** What is wrong with the host of an object of the mesh: as above, or with a leading `*.`, or `*`. */
export function meshHostProblem(host: string): string | null {
  if (host === "") return "A host is required";
  if (host === "*") return null;
  if (host.includes("*")) return wildcardFqdnProblem(host);
  return subdomainProblem(host)?.replace(/^A name/, "A host") ?? dottedEndProblem(host);
}

/** The name of a service beside it may be a number. */
function dottedEndProblem(host: string): string | null {
  return host.includes(".") ? numericEndProblem(host) : null;
}

/**
 * The full name that Istio makes of a host in an object of this namespace: a name without dots is a service
 * beside it. Source: Istio, Virtual Service reference, `hosts`.
 */
export function qualifiedHost(host: string, namespace: string, domain = "svc.cluster.local"): string {
  return host.includes(".") || host === "*" ? host : `${host}.${namespace}.${domain}`;
}
