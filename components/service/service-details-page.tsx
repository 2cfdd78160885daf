"use client";
import { DetailsPlaceholder } from "@/components/mesh-object/details-placeholder";
import { deferred } from "@/components/ui/deferred";

const ServiceDetails = deferred(
  () => import("./service-details").then((module) => module.ServiceDetails),
  () => <DetailsPlaceholder what="Service" />,
);

/** The page of one Service; its parts are fetched once the page is awake. */
export function ServiceDetailsPage(props: { virtualCluster: string; name: string }) {
  return <ServiceDetails {...props} />;
}
