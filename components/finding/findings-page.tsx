"use client";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

const FindingsBoard = deferred(
  () => import("./findings-board").then((module) => module.FindingsBoard),
  () => (
    <>
      <Skeleton className="h-19 w-full max-w-3xl" />
      <Card flush>
        <SkeletonRows rows={6} label="Loading findings" />
      </Card>
    </>
  ),
);

/** The page "Findings"; the list and its filters are fetched once the page is awake. */
export function FindingsPage() {
  return (
    <>
      <PageHeader
        title="Findings"
        description="What is wrong or worth knowing across all objects, checked anew at every change."
      />
      <FindingsBoard />
    </>
  );
}
