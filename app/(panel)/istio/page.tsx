import type { Metadata } from "next";
import { IstioBoard } from "@/app/(panel)/contents/boards";
import { FirstData } from "@/app/(panel)/first-data";
import { ListSkeleton } from "@/components/ui/skeleton";
import { istioInstallationQuery, istioQuery } from "@/lib/client/overview";

export const metadata: Metadata = { title: "Istio" };

export default function IstioPage() {
  return (
    <FirstData
      queries={[istioQuery(), istioInstallationQuery()]}
      fallback={<ListSkeleton label="Checking Istio" rows={6} />}
    >
      <IstioBoard />
    </FirstData>
  );
}
