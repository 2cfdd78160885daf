import type { GatewayView } from "@/lib/api/gateway";
import { markName } from "@/lib/gateway/ownership";
import { dedicatedIngressName } from "@/lib/istio/gateway/ingress";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { stepFact } from "./state-words";

/** What the deletion of a gateway takes with it and what it leaves, as sentences for a confirmation. */
export function lossesOf(gateway: GatewayView): { lost: string[]; kept: string[] } {
  const lost = [`The Gateway ${gateway.virtualCluster}/${gateway.name}`];
  const kept: string[] = [];
  if (gateway.ingress.kind === "dedicated")
    lost.push(`Its ingress ${dedicatedIngressName(gateway.name)}, with the address of its load balancer`);
  for (const host of gateway.securedHosts) {
    const record = stepFact(host, "record");
    const secret = stepFact(host, "secret");
    const zone = stepFact(host, "zone");
    if (record?.ours === false) kept.push(`The records of ${host.host}, which Lamia did not write`);
    else {
      const types = record?.records.map(({ type }) => type).join(" and ") || "A";
      lost.push(`The ${types} record of ${host.host} and its mark ${markName(host.host)}`);
    }
    const name = secret?.name ?? credentialNameFor(host.host);
    const places = secret?.namespaces.map((namespace) => `${namespace}/${name}`).join(", ") ?? name;
    lost.push(`The TLS Secret ${places} with the certificate of ${host.host}`);
    if (zone) kept.push(`The zone ${zone.apex} with all its other records, and its delegation`);
  }
  kept.push("Virtual services and services behind it");
  return { lost: [...new Set(lost)], kept: [...new Set(kept)] };
}
