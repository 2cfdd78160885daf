import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { ServiceEntryList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { serviceEntryDescription } from "@/components/mesh-object/pages/kind-pages";
import { meshObjectsQuery } from "@/lib/client/mesh-objects";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.serviceEntries };

export default function ServiceEntriesPage(props: PageProps) {
  return (
    <FirstData
      queries={[meshObjectsQuery("ServiceEntry"), virtualClustersQuery()]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.serviceEntries} description={serviceEntryDescription} />}
    >
      <ServiceEntryList />
    </FirstData>
  );
}
