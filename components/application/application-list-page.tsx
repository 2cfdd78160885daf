"use client";
import { applicationDescription } from "@/components/mesh-object/descriptions";
import { ListPlaceholder } from "@/components/mesh-object/list-placeholder";
import { deferred } from "@/components/ui/deferred";

const ApplicationList = deferred(
  () => import("./application-list").then((module) => module.ApplicationList),
  () => <ListPlaceholder title="Applications" description={applicationDescription} />,
);

/** The page "Applications", of one virtual cluster or of all; its list is fetched once the page is awake. */
export function ApplicationListPage(props: { virtualCluster?: string }) {
  return <ApplicationList {...props} />;
}
