import type { Metadata } from "next";
import { IstioBoard } from "@/app/(panel)/contents/boards";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { istioInstallationQuery, istioQuery } from "@/lib/client/overview";

export const metadata: Metadata = { title: texts.istio };

export default function IstioPage() {
  return (
    <FirstData
      queries={[istioQuery(), istioInstallationQuery()]}
      fallback={<ListSkeleton label={texts.checkingIstio} rows={6} />}
    >
      <IstioBoard />
    </FirstData>
  );
}
