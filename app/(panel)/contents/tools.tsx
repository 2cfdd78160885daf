"use client";
import { MetadataSkeleton } from "@/components/metadata/header/metadata-header";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { texts } from "./texts";

// The editors and the map render in the browser only, like forms.

export const MetadataEditor = deferred(
  () => import("@/components/metadata/metadata-editor").then((module) => module.MetadataEditor),
  MetadataSkeleton,
);
export const MetadataHistory = deferred(
  () => import("@/components/audit/history-list").then((module) => module.MetadataHistory),
  () => <Skeleton className="h-96 w-full rounded-xl" />,
);
export const AccountBoard = deferred(
  () => import("@/components/account/account-board").then((module) => module.AccountBoard),
  () => <Skeleton className="h-96 w-full rounded-xl" />,
);
export const RoutesMapBoard = deferred(
  () => import("@/components/map/routes-map-board").then((module) => module.RoutesMapBoard),
  MapPlaceholder,
);
export const DiagnosisBoard = deferred(
  () => import("@/components/diagnosis/diagnosis-board").then((module) => module.DiagnosisBoard),
  () => <Skeleton className="h-40 w-full rounded-xl" />,
);
export const TransferBoard = deferred(
  () => import("@/components/transfer/transfer-board").then((module) => module.TransferBoard),
  () => <Skeleton className="h-96 w-full rounded-xl" />,
);

function MapPlaceholder() {
  return (
    <>
      <Skeleton className="h-8 w-56 max-sm:h-10 max-sm:w-full" />
      <Card flush>
        <SkeletonRows rows={8} label={texts.loadingMap} />
      </Card>
    </>
  );
}
