import { isDeepStrictEqual } from "node:util";
import type { Ingress } from "@/lib/gateway/world";
import { apiVersionOf, kinds } from "@/lib/kubernetes/objects/kinds";
import { challengeLabel, hostAnnotation, ownLabel } from "@/lib/kubernetes/ownership";
import type { KubernetesObject } from "@/lib/model/object";
import { credentialNameFor, type SecuredHost } from "@/lib/model/secured-hosts";

export const kindsOfOurs = ["Gateway", "VirtualService"] as const;
type OurKind = (typeof kindsOfOurs)[number];
export type Ours = KubernetesObject & { kind: OurKind; spec?: unknown };

export function isSame(one: Ours, other: Ours): boolean {
  const place = ({ kind, metadata: { namespace, name } }: Ours) => `${kind} ${namespace}/${name}`;
  return place(one) === place(other) && isDeepStrictEqual(one.spec, other.spec);
}

export function objectsFor(
  { host, gateway }: SecuredHost,
  plan: { gateway: object | null; virtualService: object },
  uid: string | undefined,
): Ours[] {
  const owner = {
    apiVersion: apiVersionOf(kinds.Gateway),
    kind: "Gateway",
    name: gateway.name,
    uid,
  };
  const metadata = {
    name: nameFor(host),
    namespace: gateway.namespace,
    labels: { ...ownLabel, [challengeLabel]: labelOf(host) },
    annotations: { [hostAnnotation]: host },
    ...(uid === undefined ? {} : { ownerReferences: [owner] }),
  };
  const made = (kind: OurKind, spec: object) => ({
    apiVersion: apiVersionOf(kinds[kind]),
    kind,
    metadata,
    spec,
  });
  return [
    ...(plan.gateway ? [made("Gateway", plan.gateway)] : []),
    made("VirtualService", plan.virtualService),
  ];
}

/** The Gateway's ports that clients reach through this port of the Service. */
export function portsAt({ ports, targets = [] }: Ingress, port: number): number[] {
  if (!ports.includes(port)) return [];
  const behind = targets.filter((each) => each.port === port && !ports.includes(each.targetPort));
  return [...new Set([port, ...behind.map(({ targetPort }) => targetPort)])];
}

export function labelOf(host: string): string {
  return credentialNameFor(host).split("-").at(-1) ?? "";
}

export function nameFor(host: string): string {
  return `lamia-acme-${labelOf(host)}`;
}
