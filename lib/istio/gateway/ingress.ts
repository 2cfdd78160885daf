import type { ObjectMeta } from "@/lib/model/object";

/** existing: chosen by the selector; dedicated: made for this Gateway alone, and removed with it. */
export const ingressKinds = ["existing", "dedicated"] as const;
export type IngressKind = (typeof ingressKinds)[number];

/** Says `dedicated` on a Gateway that has an ingress of its own. */
export const ingressAnnotation = "lamia.dev/ingress";

export function hasDedicatedIngress({ annotations }: Pick<ObjectMeta, "annotations">): boolean {
  return annotations?.[ingressAnnotation] === "dedicated";
}

/** Name of everything that a dedicated ingress consists of, as in the original. */
export function dedicatedIngressName(gateway: string): string {
  return `${gateway}-gateway`;
}

/** What the Gateway of a dedicated ingress selects. The label is cluster-wide: two such Gateways need two names. */
export function dedicatedSelector(gateway: string): Record<string, string> {
  return { istio: dedicatedIngressName(gateway) };
}
