import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { VirtualClusterDetails } from "@/app/(panel)/contents/details";
import { FirstData } from "@/app/(panel)/first-data";
import { PageHeader } from "@/components/ui/page-header";
import { VirtualClusterSkeleton } from "@/components/virtual-cluster/virtual-cluster-skeleton";
import { eventsQuery, statusQuery } from "@/lib/client/activity";
import { applicationsQuery } from "@/lib/client/applications";
import { someCleanupsQuery } from "@/lib/client/cleanups";
import { gatewaysQuery } from "@/lib/client/gateways";
import { meshObjectsQuery } from "@/lib/client/mesh-objects";
import { virtualClusterQuery } from "@/lib/client/virtual-clusters";
import { wildcardsQuery } from "@/lib/client/wildcards";

export const generateMetadata = titledBy<"vc">(({ vc }) => vc);

export default async function VirtualClusterPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <FirstData
      queries={[
        virtualClusterQuery(vc),
        someCleanupsQuery(),
        statusQuery(),
        eventsQuery({ virtualCluster: vc }),
        gatewaysQuery({ virtualCluster: vc }),
        wildcardsQuery(vc),
        meshObjectsQuery("Service", { virtualCluster: vc }),
        meshObjectsQuery("DestinationRule", { virtualCluster: vc }),
        meshObjectsQuery("VirtualService", { virtualCluster: vc }),
        meshObjectsQuery("ServiceEntry", { virtualCluster: vc }),
        applicationsQuery({ virtualCluster: vc }),
      ]}
      fallback={
        <>
          <PageHeader title={vc} isName />
          <VirtualClusterSkeleton />
        </>
      }
    >
      <VirtualClusterDetails name={vc} />
    </FirstData>
  );
}
