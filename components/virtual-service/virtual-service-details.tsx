"use client";
import { useEffect } from "react";
import { ObjectDetails } from "@/components/mesh-object/object-details";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { SkeletonText } from "@/components/ui/skeleton";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";
import { GatewayLinks } from "./gateway-links";
import { lossesOfVirtualService } from "./losses-of-virtual-service";

// Conditions are read with the language's own parser, which is not needed to show the page.
const loadRoutes = () => import("./route-list").then((module) => module.RouteList);
const RouteList = deferred(loadRoutes, SkeletonText);

/** One Virtual Service: its routes in words, and the share of traffic of each subset. */
export function VirtualServiceDetails({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  useEffect(() => {
    // Beside the object itself, not after it.
    void loadRoutes();
  }, []);
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
          description="The first route whose condition is met takes the request, shared by these weights."
        >
          <RouteList routes={form.routes} />
        </Card>
      )}
    </ObjectDetails>
  );
}
