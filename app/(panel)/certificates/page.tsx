import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { CertificateList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { PageHeader } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";
import { certificatesQuery } from "@/lib/client/activity";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: "Certificates" };

export default function CertificatesPage(props: PageProps) {
  return (
    <>
      <PageHeader
        title="Certificates"
        description="Each Secured Host has one. It is renewed in the window that the certificate authority suggests; the mark on the bar is that moment."
      />
      <FirstData
        queries={[certificatesQuery(), virtualClustersQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label="Loading certificates" rows={5} />}
      >
        <CertificateList />
      </FirstData>
    </>
  );
}
