import type { Metadata } from "next";
import { DiagnosisBoard } from "@/app/(panel)/contents/tools";
import { texts } from "@/app/texts";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: texts.diagnose };

export default function DiagnosePage() {
  return (
    <>
      <PageHeader title={texts.diagnose} description={texts.diagnoseHelp} />
      <DiagnosisBoard />
    </>
  );
}
