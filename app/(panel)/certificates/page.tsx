import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { CertificateViews } from "@/app/(panel)/certificates/views";
import { CertificateList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { certificatesQuery } from "@/lib/client/activity";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.certificates };

export default function CertificatesPage(props: PageProps) {
  return (
    <>
      <PageHeader title={texts.certificates} description={texts.certificatesHelp} />
      <CertificateViews current="own" />
      <FirstData
        queries={[certificatesQuery(), virtualClustersQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingCertificates} rows={5} />}
      >
        <CertificateList />
      </FirstData>
    </>
  );
}
