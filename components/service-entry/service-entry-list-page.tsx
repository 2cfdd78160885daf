"use client";
import { serviceEntryDescription } from "@/components/mesh-object/descriptions";
import { ListPlaceholder } from "@/components/mesh-object/list-placeholder";
import { deferred } from "@/components/ui/deferred";

const ServiceEntryList = deferred(
  () => import("./service-entry-list").then((module) => module.ServiceEntryList),
  () => <ListPlaceholder title="Service Entries" description={serviceEntryDescription} />,
);

/** The page "Service Entries", of one virtual cluster or of all; its list is fetched once the page is awake. */
export function ServiceEntryListPage(props: { virtualCluster?: string }) {
  return <ServiceEntryList {...props} />;
}
