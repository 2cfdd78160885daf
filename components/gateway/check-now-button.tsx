"use client";
import { RefreshCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { GatewayView } from "@/lib/api/gateway";
import { useCheckNow } from "./use-check-now";

/** Looks at every step now. Busy until the server has taken it up and while a step runs. */
export function CheckNowButton({ gateway }: { gateway: GatewayView }) {
  const check = useCheckNow();
  const running = gateway.securedHosts.some(({ steps }) => steps.some(({ state }) => state === "running"));
  return (
    <Button
      icon={<RefreshCw aria-hidden />}
      busy={check.isPending || running}
      disabled={gateway.securedHosts.length === 0}
      title={gateway.securedHosts.length === 0 ? "This gateway has no Secured Host" : undefined}
      onClick={() => check.mutate(gateway)}
    >
      Check now
    </Button>
  );
}
