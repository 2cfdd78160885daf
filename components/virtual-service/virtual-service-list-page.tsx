"use client";
import { virtualServiceDescription } from "@/components/mesh-object/descriptions";
import { ListPlaceholder } from "@/components/mesh-object/list-placeholder";
import { deferred } from "@/components/ui/deferred";

const VirtualServiceList = deferred(
  () => import("./virtual-service-list").then((module) => module.VirtualServiceList),
  () => <ListPlaceholder title="Virtual Services" description={virtualServiceDescription} />,
);

/** The page "Virtual Services", of one virtual cluster or of all; its list is fetched once the page is awake. */
export function VirtualServiceListPage(props: { virtualCluster?: string }) {
  return <VirtualServiceList {...props} />;
}
