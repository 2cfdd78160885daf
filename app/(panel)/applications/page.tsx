import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { ApplicationList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { listTexts } from "@/components/mesh-object/pages/list-texts";
import { applicationsQuery } from "@/lib/client/applications";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.applications };

export default function ApplicationsPage(props: PageProps) {
  return (
    <FirstData
      queries={[applicationsQuery(), virtualClustersQuery()]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.applications} description={listTexts.applications} />}
    >
      <ApplicationList />
    </FirstData>
  );
}
