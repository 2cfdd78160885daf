import { dnsPart } from "../fields/host";
import type { GatewayObject } from "../gateway/object";

/** The namespace whose Virtual Services a Gateway's host takes; `*` for all. */
export function scopeOf({ metadata }: GatewayObject, host: string): string {
  const slash = host.indexOf("/");
  const scope = slash === -1 ? "*" : host.slice(0, slash);
  return scope === "." ? (metadata.namespace ?? "") : scope;
}

/** The host as Istio compares it with those of other servers. Source: Istio, `sanitizeServerHostNamespace`. */
export function gatewayScope(gateway: GatewayObject, host: string): string {
  return `${scopeOf(gateway, host)}/${dnsPart(host)}`;
}
