"use client";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";

const CertificateList = deferred(
  () => import("./certificate-list").then((module) => module.CertificateList),
  () => <ListSkeleton label="Loading certificates" rows={5} />,
);

/** The page "Certificates"; its list is fetched once the page is awake. */
export function CertificatesPage() {
  return (
    <>
      <PageHeader
        title="Certificates"
        description="Each Secured Host has one. It is renewed in the window that the certificate authority suggests; the mark on the bar is that moment."
      />
      <CertificateList />
    </>
  );
}
