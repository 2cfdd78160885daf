import type { MeshObject } from "@/lib/api/mesh-object";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";

/** What no longer works when the Destination Rule is deleted. */
export function lossesOfDestinationRule({ form }: MeshObject<DestinationRuleForm>): string[] {
  const names = form.subsets.map(({ name }) => name);
  return [
    ...(names.length > 0
      ? [
          `The ${names.length === 1 ? "subset" : "subsets"} ${names.join(", ")} of ${form.service}: requests that a virtual service leads there get 503.`,
        ]
      : []),
    `How the mesh connects to ${form.service}: balancing, limits and TLS fall back to Istio’s defaults.`,
  ];
}
