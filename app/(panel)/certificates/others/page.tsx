import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { CertificateViews } from "@/app/(panel)/certificates/views";
import { ForeignSecretList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { tlsSecretsQuery } from "@/lib/client/tls-secrets";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.otherCertificates };

export default function OtherCertificatesPage(props: PageProps) {
  return (
    <>
      <PageHeader title={texts.certificates} description={texts.otherCertificatesHelp} />
      <CertificateViews current="others" />
      <FirstData
        queries={[tlsSecretsQuery(), virtualClustersQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingCertificates} rows={5} />}
      >
        <ForeignSecretList />
      </FirstData>
    </>
  );
}
