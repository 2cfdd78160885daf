import type { ObjectMeta } from "@/lib/model/object";

/** existing: chosen by the selector; dedicated: created for this Gateway alone, and removed with it. */
export const ingressKinds = ["existing", "dedicated"] as const;
export type IngressKind = (typeof ingressKinds)[number];

/** Marks a Gateway with its own ingress as `dedicated`. */
export const ingressAnnotation = "lamia.dev/ingress";

export function hasDedicatedIngress({ annotations }: Pick<ObjectMeta, "annotations">): boolean {
  return annotations?.[ingressAnnotation] === "dedicated";
}

/** The name of everything that belongs to a dedicated ingress, as in the original. */
export function dedicatedIngressName(gateway: string): string {
  return `${gateway}-gateway`;
}

/** The selector of a Gateway with a dedicated ingress. The label is cluster-wide, so two such Gateways need two names. */
export function dedicatedSelector(gateway: string): Record<string, string> {
  return { istio: dedicatedIngressName(gateway) };
}
