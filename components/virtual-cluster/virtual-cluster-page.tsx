"use client";
import { useParams } from "next/navigation";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { VirtualClusterSkeleton } from "./virtual-cluster-skeleton";

const VirtualClusterDetails = deferred(
  () => import("./virtual-cluster-details").then((module) => module.VirtualClusterDetails),
  Placeholder,
);

/** The page of one virtual cluster; its parts are fetched once the page is awake. */
export function VirtualClusterPage({ name }: { name: string }) {
  return <VirtualClusterDetails name={name} />;
}

function Placeholder() {
  const { vc } = useParams<{ vc: string }>();
  return (
    <>
      <PageHeader title={decodeURIComponent(vc)} isName />
      <VirtualClusterSkeleton />
    </>
  );
}
