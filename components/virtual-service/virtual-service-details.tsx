"use client";
import { useEffect } from "react";
import { lossesOfVirtualService } from "@/components/mesh-object/losses";
import { ObjectDetails } from "@/components/mesh-object/object-details";
import { objectHref } from "@/components/mesh-object/pages/kind-pages";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { SkeletonText } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";

// Conditions are read with the language's own parser, which is not needed to show the page.
const loadRoutes = () => import("./route-summary").then((module) => module.RouteList);
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

/** The gateways of a Virtual Service as links; `mesh` and none stand for the inside of the cluster. */
export function GatewayLinks(props: { gateways: readonly string[]; virtualCluster: string }) {
  const { gateways, virtualCluster } = props;
  if (gateways.length === 0) return "mesh (inside the cluster)";
  return (
    <ul className="flex flex-wrap gap-x-3">
      {gateways.map((gateway) => {
        if (gateway === "mesh") return <li key={gateway}>mesh (inside the cluster)</li>;
        const [namespace, name] = gateway.includes("/") ? gateway.split("/", 2) : [virtualCluster, gateway];
        return (
          <li key={gateway}>
            <TextLink href={objectHref("Gateway", namespace ?? virtualCluster, name ?? gateway)}>
              {gateway}
            </TextLink>
          </li>
        );
      })}
    </ul>
  );
}
