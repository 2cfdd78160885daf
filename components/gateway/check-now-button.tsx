"use client";
import { useMutation } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/overlay/toast";
import type { GatewayView } from "@/lib/api/gateway";
import { checkGateway } from "@/lib/client/gateways";
import { texts } from "./texts";

export interface GatewayName {
  virtualCluster: string;
  name: string;
}

/** "Check now": requests a check of every step, and reports the result. */
export function useCheckNow() {
  return useMutation({
    mutationFn: ({ virtualCluster, name }: GatewayName) => checkGateway(virtualCluster, name),
    onSuccess: ({ hosts }, { name }) =>
      showToast({
        id: `check ${name}`,
        tone: "info",
        title:
          hosts.length === 0 ? texts.noHostToCheck({ name }) : texts.checking({ hosts: hosts.join(", ") }),
        description: hosts.length === 0 ? texts.addHostFirst : texts.checkingHelp,
      }),
    onError: (error, { name }) =>
      showToast({
        id: `check ${name}`,
        tone: "error",
        title: texts.cannotCheck({ name }),
        description: error.message,
      }),
  });
}

/** Checks every step now. Busy until the server has started, and while a step runs. */
export function CheckNowButton({ gateway }: { gateway: GatewayView }) {
  const check = useCheckNow();
  const running = gateway.securedHosts.some(({ steps }) => steps.some(({ state }) => state === "running"));
  return (
    <Button
      icon={<RefreshCw aria-hidden />}
      busy={check.isPending || running}
      disabled={gateway.securedHosts.length === 0}
      title={gateway.securedHosts.length === 0 ? texts.noHost : undefined}
      onClick={() => check.mutate(gateway)}
    >
      {texts.checkNow}
    </Button>
  );
}
