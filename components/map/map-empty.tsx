import { Network } from "lucide-react";
import { LinkButton } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/notices";

/** In place of a map without nodes: what it would show, and how the first route comes to be. */
export function MapEmpty({ virtualCluster, gateway }: { virtualCluster: string; gateway: string }) {
  const where = gateway ? `the gateway ${gateway}` : virtualCluster || "the cluster";
  return (
    <EmptyState
      icon={<Network aria-hidden />}
      title={`Nothing leads through ${where} yet`}
      description="The map follows a request from its host through gateway, virtual service and conditions to the subset and the pods that answer it. Create a gateway, then a virtual service that names it."
      actions={
        virtualCluster ? (
          <>
            <LinkButton href={`/virtual-clusters/${encodeURIComponent(virtualCluster)}/virtual-services/new`}>
              New Virtual Service
            </LinkButton>
            <LinkButton
              variant="primary"
              href={`/virtual-clusters/${encodeURIComponent(virtualCluster)}/gateways/new`}
            >
              New Gateway
            </LinkButton>
          </>
        ) : (
          <LinkButton variant="primary" href="/virtual-clusters">
            Choose a virtual cluster
          </LinkButton>
        )
      }
    />
  );
}
