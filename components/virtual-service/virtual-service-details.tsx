"use client";
import { ObjectDetails } from "@/components/mesh-object/object-details";
import { Card } from "@/components/ui/card";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";
import { GatewayLinks } from "./gateway-links";
import { lossesOfVirtualService } from "./losses-of-virtual-service";
import { RouteSummary } from "./route-summary";

/** One Virtual Service: its routes in words, and the share of traffic of each subset. */
export function VirtualServiceDetails({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  return (
    <ObjectDetails<VirtualServiceForm>
      kind="VirtualService"
      virtualCluster={virtualCluster}
      name={name}
      lossesOf={lossesOfVirtualService}
      factsOf={({ form }) => [
        { term: "Hosts", value: <span className="font-mono">{form.hosts.join(", ")}</span> },
        {
          term: "Gateways",
          value: <GatewayLinks gateways={form.gateways} virtualCluster={virtualCluster} />,
        },
      ]}
    >
      {({ form }) => (
        <Card
          title="Routes"
          description="The first route whose condition is met takes the request; its share goes to each destination."
        >
          <ol className="divide-y divide-line">
            {form.routes.map((route, index) => (
              <li
                key={`${route.protocol} ${route.name ?? ""} ${route.condition}`}
                className="py-4 first:pt-0 last:pb-0"
              >
                <RouteSummary route={route} number={index + 1} />
              </li>
            ))}
          </ol>
        </Card>
      )}
    </ObjectDetails>
  );
}
