"use client";
import { serviceDescription } from "@/components/mesh-object/descriptions";
import { ListPlaceholder } from "@/components/mesh-object/list-placeholder";
import { deferred } from "@/components/ui/deferred";

const ServiceList = deferred(
  () => import("./service-list").then((module) => module.ServiceList),
  () => <ListPlaceholder title="Services" description={serviceDescription} />,
);

/** The page "Services", of one virtual cluster or of all; its list is fetched once the page is awake. */
export function ServiceListPage(props: { virtualCluster?: string }) {
  return <ServiceList {...props} />;
}
