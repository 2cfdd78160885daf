"use client";
import { useEffect } from "react";
import { lossesOfVirtualService } from "@/components/mesh-object/losses";
import { ObjectDetails } from "@/components/mesh-object/object-details";
import { objectHref } from "@/components/mesh-object/pages/kind-pages";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { TextLink } from "@/components/ui/link";
import { SkeletonText } from "@/components/ui/skeleton";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";
import { texts } from "./texts";

// The language's own parser reads conditions, and the page doesn't need it at first.
const loadRoutes = () => import("./route-summary").then((module) => module.RouteList);
const RouteList = deferred(loadRoutes, SkeletonText);

/** One VirtualService: its routes in words, and the share of traffic of each subset. */
export function VirtualServiceDetails({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  useEffect(() => {
    // In parallel with the object itself.
    void loadRoutes();
  }, []);
  return (
    <ObjectDetails<VirtualServiceForm>
      kind="VirtualService"
      virtualCluster={virtualCluster}
      name={name}
      lossesOf={lossesOfVirtualService}
      factsOf={({ form }) => [
        { term: texts.hosts, value: <span className="font-mono">{form.hosts.join(", ")}</span> },
        {
          term: texts.gateways,
          value: <GatewayLinks gateways={form.gateways} virtualCluster={virtualCluster} />,
        },
      ]}
    >
      {({ form }) => (
        <Card title={texts.routes} description={texts.routesOrder}>
          <RouteList routes={form.routes} />
        </Card>
      )}
    </ObjectDetails>
  );
}

/** The gateways of a VirtualService as links; `mesh` and none mean inside the cluster. */
export function GatewayLinks(props: { gateways: readonly string[]; virtualCluster: string }) {
  const { gateways, virtualCluster } = props;
  if (gateways.length === 0) return texts.mesh;
  return (
    <ul className="flex flex-wrap gap-x-3">
      {gateways.map((gateway) => {
        if (gateway === "mesh") return <li key={gateway}>{texts.mesh}</li>;
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
