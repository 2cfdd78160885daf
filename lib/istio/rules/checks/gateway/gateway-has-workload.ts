import type { Check } from "../../finding";

/** A Gateway's selector picks pods, or nothing listens; a warning, as a dedicated ingress may follow it. */
export const gatewayHasWorkload: Check<"Gateway"> = {
  id: "gateway-has-workload",
  code: "IST0101",
  title: "A Gateway that selects no ingress",
  of: "Gateway",
  run(gateway, mesh) {
    if (mesh.ingressOf(gateway).workloads.length > 0) return [];
    const selector = Object.entries(gateway.spec.selector ?? {}).map(([key, value]) => `${key}=${value}`);
    return [
      {
        severity: "warning",
        path: ["spec", "selector"],
        message: `No pod has the labels ${selector.join(", ")}, so nothing listens for this Gateway`,
        remedy: "Choose an ingress that exists, or let Lamia make a dedicated one",
      },
    ];
  },
};
