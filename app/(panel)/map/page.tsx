import type { Metadata } from "next";
import { RoutesMapBoard } from "@/app/(panel)/contents/tools";
import { texts } from "@/app/texts";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: texts.routesMap };

export default function RoutesMapPage() {
  return (
    <>
      <PageHeader title={texts.routesMap} description={texts.routesMapHelp} />
      <RoutesMapBoard />
    </>
  );
}
