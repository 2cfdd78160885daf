"use client";
import { DetailsPlaceholder } from "@/components/mesh-object/details-placeholder";
import { deferred } from "@/components/ui/deferred";

const ServiceEntryDetails = deferred(
  () => import("./service-entry-details").then((module) => module.ServiceEntryDetails),
  () => <DetailsPlaceholder what="Service Entry" />,
);

/** The page of one Service Entry; its parts are fetched once the page is awake. */
export function ServiceEntryDetailsPage(props: { virtualCluster: string; name: string }) {
  return <ServiceEntryDetails {...props} />;
}
