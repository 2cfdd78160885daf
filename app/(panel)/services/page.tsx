import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { ServiceList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { serviceDescription } from "@/components/mesh-object/pages/kind-pages";
import { meshObjectsQuery } from "@/lib/client/mesh-objects";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.services };

export default function ServicesPage(props: PageProps) {
  return (
    <FirstData
      queries={[meshObjectsQuery("Service"), virtualClustersQuery()]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.services} description={serviceDescription} />}
    >
      <ServiceList />
    </FirstData>
  );
}
