import type { Metadata } from "next";
import { type PageProps, partsOf } from "@/app/(panel)/address";
import { OnlineForm } from "@/app/(panel)/contents/forms";
import { FirstData } from "@/app/(panel)/first-data";
import { FormPlaceholder } from "@/components/mesh-object/pages/form-placeholder";
import { texts } from "@/components/online/texts";
import { PageHeader } from "@/components/ui/page-header";
import { applicationsQuery } from "@/lib/client/applications";

export const metadata: Metadata = { title: texts.title };

export default async function OnlinePage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      <FirstData queries={[applicationsQuery({ virtualCluster: vc })]} fallback={<FormPlaceholder />}>
        <OnlineForm virtualCluster={vc} />
      </FirstData>
    </>
  );
}
