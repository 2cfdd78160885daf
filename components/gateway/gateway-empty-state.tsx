import { Network } from "lucide-react";
import type { ReactNode } from "react";
import { Children } from "react";
import { EmptyState } from "@/components/ui/notices";
import { TextLink } from "@/components/ui/text-link";
import { gatewayPaths } from "./gateway-paths";
import { texts } from "./texts";

/** In place of an empty list: what a gateway is and how the first one comes to be. */
export function GatewayEmptyState(props: { virtualCluster: string | undefined; create: ReactNode }) {
  const { virtualCluster, create } = props;
  return (
    <EmptyState
      icon={<Network aria-hidden />}
      title={texts.noGateways}
      description={texts.noGatewaysHelp}
      actions={create}
    >
      <ol className="mx-auto max-w-md list-decimal space-y-1.5 pl-5 text-muted text-sm marker:text-subtle">
        <li>
          {virtualCluster === undefined
            ? texts.firstProvider
            : Children.toArray(
                texts.firstProviderHere({
                  metadata: (
                    <TextLink href={gatewayPaths.metadata(virtualCluster)}>{texts.metadataLink}</TextLink>
                  ),
                }),
              )}
        </li>
        <li>{texts.firstGateway}</li>
        <li>{texts.firstDelegation}</li>
        <li>{texts.firstAnswer}</li>
      </ol>
    </EmptyState>
  );
}
