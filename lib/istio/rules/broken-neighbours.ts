import { credentialsOf } from "@/lib/istio/gateway/secured-servers";
import { texts } from "@/lib/istio/rules/texts";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { selects } from "@/lib/model/selectors";
import type { GatewayObject } from "../gateway/object";
import { listenerRejected } from "./checks/gateway/ports";
import { keyOf, pairOf } from "./mesh/indexes";
import type { Mesh } from "./mesh/mesh";

/**
 * What other Gateways on the same ingress do to keep this host from being served, in a sentence each, the worst first. Envoy
 * rejects a listener as a whole for one duplicate name, and an answer with several certificates for one that it cannot use.
 */
export function brokenNeighboursOf(mesh: Mesh, { gateway, port }: SecuredHost): string[] {
  const own = mesh.one("gateways", keyOf(gateway));
  if (!own) return [];
  const beside = gatewaysOnIngressOf(mesh, own);
  const rejected = beside.flatMap((each) =>
    listenerRejected
      .run(each, mesh)
      .filter(({ path }) => each.spec.servers?.[Number(path[2])]?.port.number === port)
      .map(({ message }) => texts.ofGateway({ gateway: keyOf(each.metadata), message })),
  );
  const unusable = beside.flatMap((each) => unusableSecretsOf(mesh, each));
  return [...new Set([...rejected.slice(0, 1), ...unusable])];
}

function gatewaysOnIngressOf(mesh: Mesh, own: GatewayObject): GatewayObject[] {
  const found = new Set<GatewayObject>();
  for (const { podLabels } of mesh.ingressOf(own).workloads)
    for (const pair of ["", ...Object.entries(podLabels).map(pairOf)])
      for (const each of mesh.find("gatewaysBySelector", pair))
        if (selects(each.spec.selector ?? {}, podLabels)) found.add(each);
  return [...found];
}

const unusable = new Map([
  ["mismatched", texts.neighbourMismatched],
  ["unusable", texts.neighbourUnreadable],
]);

function unusableSecretsOf(mesh: Mesh, gateway: GatewayObject): string[] {
  const { namespaces } = mesh.ingressOf(gateway);
  return (gateway.spec.servers ?? []).flatMap(credentialsOf).flatMap(({ name }) =>
    namespaces.flatMap((namespace) => {
      const secret = keyOf({ namespace, name });
      const text = unusable.get(mesh.one("secrets", secret)?.state ?? "");
      return text ? [text({ secret, gateway: keyOf(gateway.metadata) })] : [];
    }),
  );
}
