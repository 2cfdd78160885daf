import type { Failure } from "@/lib/gateway/failure";
import type { DnsProvider } from "@/lib/gateway/world";

/** Stands in for a provider that cannot be made; every call throws the reason. */
export function unconfiguredProvider(reason: Failure, title = "DNS provider"): DnsProvider {
  const refuse = () => Promise.reject(reason);
  return {
    title,
    zones: refuse,
    createZone: refuse,
    read: refuse,
    readAll: refuse,
    records: refuse,
    change: refuse,
  };
}
