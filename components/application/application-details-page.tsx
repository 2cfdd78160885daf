"use client";
import { DetailsPlaceholder } from "@/components/mesh-object/details-placeholder";
import { deferred } from "@/components/ui/deferred";

const ApplicationDetails = deferred(
  () => import("./application-details").then((module) => module.ApplicationDetails),
  () => <DetailsPlaceholder what="Application" />,
);

/** The page of one application; its parts are fetched once the page is awake. */
export function ApplicationDetailsPage(props: { virtualCluster: string; name: string }) {
  return <ApplicationDetails {...props} />;
}
