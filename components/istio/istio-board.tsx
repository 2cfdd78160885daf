"use client";
import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { QueryFailure } from "@/components/ui/query-failure";
import { SkeletonRows } from "@/components/ui/skeleton";
import { istioInstallationQuery, istioQuery } from "@/lib/client/overview";
import { IngressesCard } from "./ingresses-card";
import { InstallCard } from "./install-card";
import { NamespacesCard } from "./namespaces-card";
import { PartBadge, PartsCard } from "./parts-card";
import { texts } from "./texts";

/** Which parts of Istio the cluster has, and how to get the missing ones. */
export function IstioBoard() {
  const query = useQuery(istioQuery());
  // Both at once: the last installation is between the parts and the rest, and must not move the rest later.
  const installation = useQuery(istioInstallationQuery());
  const { data: istio } = query;
  return (
    <>
      <PageHeader
        title={texts.istio}
        badges={istio ? <PartBadge state={istio.state} /> : null}
        description={texts.istioHelp}
      />
      {query.isError && !istio ? (
        <Card>
          <QueryFailure what={texts.whatIstioHas} query={query} />
        </Card>
      ) : !istio || installation.isPending ? (
        <Card flush>
          <SkeletonRows rows={6} label={texts.checking} />
        </Card>
      ) : (
        <>
          <PartsCard istio={istio} />
          <InstallCard istio={istio} />
          <IngressesCard items={istio.ingressGateways.items} />
          <NamespacesCard namespaces={istio.namespaces} />
        </>
      )}
    </>
  );
}
