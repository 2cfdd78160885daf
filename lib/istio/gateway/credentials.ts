import { credentialNameFor, parseSecuredHosts, securedHostsAnnotation } from "@/lib/gateway/secured-hosts";
import type { GatewayObject, GatewayServer } from "./object";

/** The Secrets that a server of a Gateway takes certificates from, each with its place in the server. */
export function credentialsOf({ tls }: GatewayServer): { name: string; path: (string | number)[] }[] {
  const several = tls?.credentialNames ?? [];
  return [
    ...(tls?.credentialName ? [{ name: tls.credentialName, path: ["tls", "credentialName"] }] : []),
    ...several.map((name, index) => ({ name, path: ["tls", "credentialNames", index] })),
  ].filter(({ name }) => !name.includes("://"));
}

/** Whether it is the Secret that Lamia itself writes for a Secured Host of the Gateway. */
export function isOwnCredential({ metadata }: GatewayObject, credentialName: string): boolean {
  return parseSecuredHosts(metadata.annotations?.[securedHostsAnnotation] ?? "").some(
    ({ host }) => credentialNameFor(host) === credentialName,
  );
}
