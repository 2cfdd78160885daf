"use client";
import { useMutation } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { AllowedButton } from "@/components/access/allowed";
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
          hosts.length === 0 ? texts.noHostToCheck({ name }) : texts.checking({ hosts: shortened(hosts) }),
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

const mostNamed = 5;

function shortened(hosts: readonly string[]): string {
  const names = hosts.slice(0, mostNamed).join(", ");
  const count = hosts.length - mostNamed;
  return count > 0 ? texts.andMore({ names, count }) : names;
}

interface CheckNowButtonProps {
  gateway: GatewayView;
  /** How many hosts of the gateway have a walk besides its Secured Hosts. */
  others: number;
}

/** Checks every step now. Busy until the server has started, and while a step runs. */
export function CheckNowButton({ gateway, others }: CheckNowButtonProps) {
  const check = useCheckNow();
  const running = gateway.securedHosts.some(({ steps }) => steps.some(({ state }) => state === "running"));
  const hasNone = gateway.securedHosts.length + others === 0;
  return (
    <AllowedButton
      needs={["operator", gateway.virtualCluster]}
      icon={<RefreshCw aria-hidden />}
      busy={check.isPending || running}
      disabled={hasNone}
      title={hasNone ? texts.noHost : undefined}
      onClick={() => check.mutate(gateway)}
    >
      {texts.checkNow}
    </AllowedButton>
  );
}
