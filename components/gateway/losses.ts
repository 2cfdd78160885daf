import type { GatewayView } from "@/lib/api/gateway";
import { markName } from "@/lib/gateway/ownership/marks";
import { dedicatedIngressName } from "@/lib/istio/gateway/ingress";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { stepFact } from "./state-words";
import { texts } from "./texts";

/** What the deletion of a gateway takes with it and what it leaves, as sentences for a confirmation. */
export function lossesOf(gateway: GatewayView): { lost: string[]; kept: string[] } {
  const lost = [texts.losesGateway({ gateway: `${gateway.virtualCluster}/${gateway.name}` })];
  const kept: string[] = [];
  if (gateway.ingress.kind === "dedicated")
    lost.push(texts.losesIngress({ ingress: dedicatedIngressName(gateway.name) }));
  for (const host of gateway.securedHosts) {
    const record = stepFact(host, "record");
    const secret = stepFact(host, "secret");
    const zone = stepFact(host, "zone");
    if (record?.ours === false) kept.push(texts.keepsRecords({ host: host.host }));
    else {
      const types = record?.records.map(({ type }) => type) ?? [];
      for (const type of types.length > 0 ? types : ["A"])
        lost.push(texts.losesRecord({ type, host: host.host }));
      lost.push(texts.losesOwnership({ name: markName(host.host) }));
    }
    const name = secret?.name ?? credentialNameFor(host.host);
    const places = secret?.namespaces.map((namespace) => `${namespace}/${name}`).join(", ") ?? name;
    lost.push(texts.losesSecret({ secrets: places, host: host.host }));
    if (zone) kept.push(texts.keepsZone({ zone: zone.apex }));
  }
  kept.push(texts.keepsServices);
  return { lost: [...new Set(lost)], kept: [...new Set(kept)] };
}
