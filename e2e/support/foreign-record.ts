import { readFileSync } from "node:fs";
import { createProviderRegistry } from "@/lib/dns/registry";
import { trust } from "@/lib/dns/testing/trust";
import type { RecordSet } from "@/lib/gateway/model";
import { cloudDnsMetadata } from "@/lib/server/testing/configure-provider";
import type { Stage } from "./stage";

/** Another user of the zone, who writes a record set directly at the provider and reads the current ones. */
export async function atProvider({ sandbox }: Stage, zoneApex: string) {
  const { cloudDns, acme } = sandbox;
  const registry = createProviderRegistry({
    googleDnsEndpoint: cloudDns.endpoint,
    googleTokenEndpoint: `${cloudDns.endpoint}/token`,
    endpoints: {},
  });
  const distrust = trust(readFileSync(acme.rootCertificate, "utf8"));
  const provider = registry.providerFor(cloudDnsMetadata({ file: sandbox }));
  const zone = (await provider.zones()).find(({ apex }) => apex === zoneApex);
  if (!zone) throw new Error(`no zone ${zoneApex}`);
  return {
    read: (name: string, type: RecordSet["type"]) => provider.read(zone, name, type),
    async put(next: RecordSet) {
      await provider.change(zone, [{ seen: await provider.read(zone, next.name, next.type), next }]);
    },
    close: distrust,
  };
}
