import { walkedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { VaultOptions } from "./vault-store";

/** What was created for a virtual cluster that has been released stays as it is. */
export function isUsedByReleased({ cache }: VaultOptions, host: string, name: string): boolean {
  return cache.list("Gateway").some((gateway) => {
    const namespace = cache.get("Namespace", null, gateway.metadata.namespace ?? "");
    if (namespace && isVirtualCluster(namespace)) return false;
    return walkedHostsOf(gateway, namespace).some(
      (target) => !target.recordsOnly && target.host === host && target.server?.credentialName === name,
    );
  });
}

/**
 * A server with one certificate for all its hosts serves from the Secret until the host that is first now takes it over. Only
 * servers of the virtual cluster that holds the key count; all of them where that isn't known.
 */
export function isUsedByServer(
  { cache }: Pick<VaultOptions, "cache">,
  host: string,
  name: string,
  holder: string | null,
): boolean {
  return cache.list("Gateway").some((gateway) => {
    if (holder !== null && gateway.metadata.namespace !== holder) return false;
    const namespace = cache.get("Namespace", null, gateway.metadata.namespace ?? "");
    if (!namespace || !isVirtualCluster(namespace) || gateway.metadata.deletionTimestamp) return false;
    return walkedHostsOf(gateway, namespace).some(
      (target) =>
        target.certificateScope === "server" &&
        target.host !== host &&
        target.server?.credentialName === name,
    );
  });
}
