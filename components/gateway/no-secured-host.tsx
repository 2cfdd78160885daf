import { LockKeyhole, Pencil } from "lucide-react";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { GatewayView } from "@/lib/api/gateway";
import { gatewayPaths } from "./gateway-paths";

/** In place of a walk: what a Secured Host is and the two ways to one. */
export function NoSecuredHost({ gateway }: { gateway: GatewayView }) {
  const { name, virtualCluster } = gateway;
  return (
    <div className="rounded-xl border border-line bg-surface shadow-low">
      <EmptyState
        icon={<LockKeyhole aria-hidden />}
        title="No Secured Host yet"
        description="Give one of the servers a Secured Host, such as shop.example.com. Lamia then finds or creates its DNS zone, writes its record, gets a certificate and proves that the site opens over HTTPS."
        actions={
          <LinkButton
            variant="primary"
            icon={<Pencil aria-hidden />}
            href={gatewayPaths.edit(virtualCluster, name)}
          >
            Add a Secured Host
          </LinkButton>
        }
      >
        <p className="mb-1.5 text-center text-muted text-sm">Or with kubectl, which Lamia sees at once:</p>
        <CodeBlock
          label="kubectl command"
          numbered={false}
          code={`kubectl annotate gateway.networking.istio.io \\\n  ${name} -n ${virtualCluster} \\\n  lamia.dev/secured-hosts=443=shop.example.com`}
        />
      </EmptyState>
    </div>
  );
}
