import type { Metadata } from "next";
import { DiagnosisBoard } from "@/app/(panel)/contents/tools";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: "Diagnose" };

export default function DiagnosePage() {
  return (
    <>
      <PageHeader
        title="Diagnose"
        description="See what DNS, public resolvers, and the addresses of a host answer now, and what to do about it. Nothing is changed."
      />
      <DiagnosisBoard />
    </>
  );
}
