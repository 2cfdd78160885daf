import type { Metadata } from "next";
import { AccountBoard } from "@/app/(panel)/contents/tools";
import { texts } from "@/app/texts";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: texts.account };

export default function AccountPage() {
  return (
    <>
      <PageHeader title={texts.account} description={texts.accountHelp} />
      <AccountBoard />
    </>
  );
}
