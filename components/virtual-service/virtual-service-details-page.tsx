"use client";
import { DetailsPlaceholder } from "@/components/mesh-object/details-placeholder";
import { deferred } from "@/components/ui/deferred";

const VirtualServiceDetails = deferred(
  () => import("./virtual-service-details").then((module) => module.VirtualServiceDetails),
  () => <DetailsPlaceholder what="Virtual Service" />,
);

/** The page of one Virtual Service; its parts are fetched once the page is awake. */
export function VirtualServiceDetailsPage(props: { virtualCluster: string; name: string }) {
  return <VirtualServiceDetails {...props} />;
}
