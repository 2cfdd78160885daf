"use client";
import { useParams } from "next/navigation";
import { deferred } from "@/components/ui/deferred";
import { MetadataHeader, MetadataSkeleton } from "./metadata-placeholder";

const MetadataEditor = deferred(
  () => import("./metadata-editor").then((module) => module.MetadataEditor),
  MetadataPlaceholder,
);

/** The page "Metadata" of a virtual cluster; its form is fetched once the page is awake. */
export function MetadataPage(props: { virtualCluster: string }) {
  return <MetadataEditor {...props} />;
}

function MetadataPlaceholder() {
  const { vc = "" } = useParams<{ vc?: string }>();
  return (
    <>
      <MetadataHeader virtualCluster={decodeURIComponent(vc)} />
      <MetadataSkeleton />
    </>
  );
}
