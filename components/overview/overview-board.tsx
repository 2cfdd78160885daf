"use client";
import { useQuery } from "@tanstack/react-query";
import { PendingCleanups, useCleanupsKnown } from "@/components/cleanup/pending-cleanups";
import { RecentEventsCard } from "@/components/event/recent-events-card";
import { Card } from "@/components/ui/card";
import { QueryFailure } from "@/components/ui/error-state";
import { ClusterProblems } from "@/components/virtual-cluster/cluster-problems";
import type { Overview } from "@/lib/api/overview";
import { overviewQuery } from "@/lib/client/overview";
import { Beginning } from "./beginning";
import { CertificatesCard } from "./certificates-card";
import { FindingsCard } from "./findings-card";
import { GatewayStatesCard } from "./gateway-states-card";
import { IstioHealthCard } from "./istio-health-card";
import { overviewNumbers } from "./overview-numbers";
import { OverviewSkeleton } from "./overview-skeleton";
import { OverviewTiles } from "./overview-tiles";

/** How everything stands, each number a link; and where to begin when nothing is there. */
export function OverviewBoard() {
  const query = useQuery(overviewQuery());
  const { data: overview } = query;
  const known = useCleanupsKnown();
  return (
    <>
      <ClusterProblems />
      {query.isError && !overview ? (
        <Card>
          <QueryFailure what="The overview" query={query} />
        </Card>
      ) : !overview || !known ? (
        <OverviewSkeleton />
      ) : overview.gateways.states.serving === 0 ? (
        <Beginning placeholder={<OverviewSkeleton />}>
          <Standing overview={overview} />
        </Beginning>
      ) : (
        <Standing overview={overview} />
      )}
    </>
  );
}

function Standing({ overview }: { overview: Overview }) {
  const { certificates, istio, openCleanups } = overview;
  const numbers = overviewNumbers(overview);
  return (
    <>
      <OverviewTiles numbers={numbers} />
      {openCleanups > 0 ? <PendingCleanups /> : null}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <GatewayStatesCard numbers={numbers} />
          <CertificatesCard next={certificates.next} numbers={numbers} />
        </div>
        <div className="grid gap-4">
          <FindingsCard severities={numbers.severities} />
          <IstioHealthCard istio={istio} injected={numbers.injected} />
        </div>
      </div>
      <RecentEventsCard />
    </>
  );
}
