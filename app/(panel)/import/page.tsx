import type { Metadata } from "next";
import { TransferBoard } from "@/app/(panel)/contents/tools";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: "Import and export" };

export default function ImportPage() {
  return (
    <>
      <PageHeader
        title="Import and export"
        description="Bring objects in as YAML, with a look at every change before it is made; or take a virtual cluster out."
      />
      <TransferBoard />
    </>
  );
}
