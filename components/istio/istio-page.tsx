"use client";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";

/** The page "Istio"; what stands on it is fetched once the page is awake. */
export const IstioPage = deferred(
  () => import("./istio-board").then((module) => module.IstioBoard),
  () => (
    <>
      <PageHeader
        title="Istio"
        description="What gateways stand on: definitions, control plane, ingress gateways and sidecars."
      />
      <Card flush>
        <SkeletonRows rows={6} label="Checking Istio" />
      </Card>
    </>
  ),
);
