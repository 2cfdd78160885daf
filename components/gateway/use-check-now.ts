"use client";
import { useMutation } from "@tanstack/react-query";
import { showToast } from "@/components/ui/toast";
import { checkGateway } from "@/lib/client/gateways";

export interface GatewayName {
  virtualCluster: string;
  name: string;
}

/** "Check now": asks for a look at every step, and says how that went. */
export function useCheckNow() {
  return useMutation({
    mutationFn: ({ virtualCluster, name }: GatewayName) => checkGateway(virtualCluster, name),
    onSuccess: ({ hosts }, { name }) =>
      showToast({
        id: `check ${name}`,
        tone: "info",
        title: hosts.length === 0 ? `${name} has no Secured Host to check` : `Checking ${hosts.join(", ")}`,
        description:
          hosts.length === 0
            ? "Give one of its servers a Secured Host first."
            : "Every step runs afresh; what it finds shows here at once.",
      }),
    onError: (error, { name }) =>
      showToast({
        id: `check ${name}`,
        tone: "error",
        title: `${name} cannot be checked now`,
        description: error.message,
      }),
  });
}
