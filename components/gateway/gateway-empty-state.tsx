import { Network } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/notices";
import { TextLink } from "@/components/ui/text-link";
import { gatewayPaths } from "./gateway-paths";

/** In place of an empty list: what a gateway is and how the first one comes to be. */
export function GatewayEmptyState(props: { virtualCluster: string | undefined; create: ReactNode }) {
  const { virtualCluster, create } = props;
  return (
    <EmptyState
      icon={<Network aria-hidden />}
      title="No gateways yet"
      description="A gateway says where traffic enters and for which hosts. Give it a Secured Host, and Lamia takes care of the rest."
      actions={create}
    >
      <ol className="mx-auto max-w-md list-decimal space-y-1.5 pl-5 text-muted text-sm marker:text-subtle">
        <li>
          {virtualCluster === undefined ? (
            "Give a virtual cluster the key of a DNS provider, as its metadata."
          ) : (
            <>
              Give the virtual cluster the key of a DNS provider, as its{" "}
              <TextLink href={gatewayPaths.metadata(virtualCluster)}>metadata</TextLink>.
            </>
          )}
        </li>
        <li>Create a gateway with a Secured Host, such as shop.example.com.</li>
        <li>Set the name servers that its details show, once, at your registrar.</li>
        <li>Watch it become a site that answers by HTTPS.</li>
      </ol>
    </EmptyState>
  );
}
