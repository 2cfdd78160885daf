import type { Metadata } from "next";
import { TransferBoard } from "@/app/(panel)/contents/tools";
import { texts } from "@/app/texts";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: texts.importExport };

export default function ImportPage() {
  return (
    <>
      <PageHeader title={texts.importExport} description={texts.importExportHelp} />
      <TransferBoard />
    </>
  );
}
