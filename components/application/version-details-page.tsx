"use client";
import { DetailsPlaceholder } from "@/components/mesh-object/details-placeholder";
import { deferred } from "@/components/ui/deferred";
import type { VersionDetailsProps } from "./version-details";

const VersionDetails = deferred(
  () => import("./version-details").then((module) => module.VersionDetails),
  () => <DetailsPlaceholder what="Deployment" part="version" />,
);

/** The page of one version of an application; its parts are fetched once the page is awake. */
export function VersionDetailsPage(props: VersionDetailsProps) {
  return <VersionDetails {...props} />;
}
