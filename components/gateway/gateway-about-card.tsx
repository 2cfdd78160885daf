import { KeyValues } from "@/components/mesh-object/key-values";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { GatewayView } from "@/lib/api/gateway";
import { dedicatedIngressName } from "@/lib/istio/gateway/ingress";

/** Ingress, selector, labels and metadata of a gateway. */
export function GatewayAboutCard({ gateway }: { gateway: GatewayView }) {
  const { virtualCluster } = gateway;
  return (
    <Card title="About">
      <DescriptionList
        items={[
          {
            term: "Virtual cluster",
            value: (
              <TextLink href={`/virtual-clusters/${encodeURIComponent(virtualCluster)}`}>
                {virtualCluster}
              </TextLink>
            ),
          },
          { term: "Created", value: <RelativeTime at={gateway.createdAt} /> },
          {
            term: "Ingress",
            value:
              gateway.ingress.kind === "dedicated"
                ? `${dedicatedIngressName(gateway.name)}, its own: it goes with the gateway`
                : "one that exists, by its selector",
          },
          { term: "Selector", value: <KeyValues pairs={gateway.selector} /> },
          { term: "Labels", value: <KeyValues pairs={gateway.labels} /> },
          { term: "Metadata", value: <KeyValues pairs={gateway.metadata} /> },
        ]}
      />
    </Card>
  );
}
