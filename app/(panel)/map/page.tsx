import type { Metadata } from "next";
import { RoutesMapBoard } from "@/app/(panel)/contents/tools";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: "Routes map" };

export default function RoutesMapPage() {
  return (
    <>
      <PageHeader
        title="Routes map"
        description="How requests find their way: from the host through gateway, virtual service and conditions to the pods."
      />
      <RoutesMapBoard />
    </>
  );
}
