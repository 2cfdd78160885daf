import { Badge } from "@/components/ui/badge";
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
          { term: "Selector", value: <Pairs pairs={gateway.selector} /> },
          { term: "Labels", value: <Pairs pairs={gateway.labels} /> },
          { term: "Metadata", value: <Pairs pairs={gateway.metadata} /> },
        ]}
      />
    </Card>
  );
}

function Pairs({ pairs }: { pairs: Record<string, string> }) {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return <span className="text-subtle">none</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {entries.map(([key, value]) => (
        <Badge key={key} className="font-mono!">
          {key}={value}
        </Badge>
      ))}
    </span>
  );
}
