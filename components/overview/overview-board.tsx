"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { PendingCleanups, useCleanupsKnown } from "@/components/cleanup/pending-cleanups";
import { RecentEventsCard } from "@/components/event/recent-events-card";
import { Card } from "@/components/ui/card";
import { QueryFailure } from "@/components/ui/query-failure";
import { ClusterProblems } from "@/components/virtual-cluster/cluster-notices";
import { FirstStepsCard, useFirstSteps } from "@/components/virtual-cluster/first-steps-card";
import { useSetManaged } from "@/components/virtual-cluster/take-and-release";
import { WaitingForNamespaces } from "@/components/virtual-cluster/waiting-for-namespaces";
import type { Overview } from "@/lib/api/overview";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { overviewQuery } from "@/lib/client/overview";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import { CertificatesCard, IstioHealthCard } from "./health-cards";
import { overviewNumbers } from "./overview-numbers";
import { OverviewSkeleton } from "./overview-skeleton";
import { FindingsCard, GatewayStatesCard, OverviewTiles } from "./overview-tiles";
import { OwnClustersCard } from "./own-clusters-card";
import { texts } from "./texts";

/** The state of everything, each number a link; and where to start when nothing exists. */
export function OverviewBoard() {
  const query = useQuery(overviewQuery());
  const { data: overview } = query;
  const known = useCleanupsKnown();
  return (
    <>
      <ClusterProblems />
      {query.isError && !overview ? (
        <Card>
          <QueryFailure what={texts.what} query={query} />
        </Card>
      ) : !overview || !known ? (
        <OverviewSkeleton />
      ) : overview.istio === null && overview.virtualClusters === 0 ? (
        // For a member of none that is there, everything else would be zeros.
        <NoVirtualCluster />
      ) : overview.gateways.states.serving === 0 ? (
        <Beginning placeholder={<OverviewSkeleton />}>
          <OverviewSections overview={overview} />
        </Beginning>
      ) : (
        <OverviewSections overview={overview} />
      )}
    </>
  );
}

function OverviewSections({ overview }: { overview: Overview }) {
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
          {istio ? null : <OwnClustersCard />}
          <FindingsCard severities={numbers.severities} />
          {istio ? <IstioHealthCard istio={istio} sidecars={numbers} /> : null}
        </div>
      </div>
      <RecentEventsCard />
    </>
  );
}

const longestWaitInMilliseconds = 1500;

export interface BeginningProps {
  /** Shown until the first step is known, so that nothing below jumps. */
  placeholder: ReactNode;
  /** The content below. */
  children: ReactNode;
}

/** What to do first, while no gateway serves yet: add a virtual cluster, then follow its first steps. */
export function Beginning({ placeholder, children }: BeginningProps) {
  const query = useInfiniteQuery(virtualClustersQuery());
  const clusters = query.data?.pages.flatMap(({ items }) => items);
  if (query.isError && !clusters) return children;
  if (!clusters) return placeholder;
  // The virtual cluster that somebody has started with, else the first of the list.
  const [first] = [...clusters].sort((one, other) => other.gateways - one.gateways);
  return first ? (
    <WithFirstSteps virtualCluster={first} placeholder={placeholder}>
      {children}
    </WithFirstSteps>
  ) : (
    <>
      <NoVirtualCluster />
      {children}
    </>
  );
}

function WithFirstSteps(props: BeginningProps & { virtualCluster: VirtualCluster }) {
  const steps = useFirstSteps(props.virtualCluster);
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    // The steps may stay unknown, for example when Istio is missing; the rest of the page says why.
    const timer = setTimeout(() => setWaited(true), longestWaitInMilliseconds);
    return () => clearTimeout(timer);
  }, []);
  if (!steps && !waited) return props.placeholder;
  return (
    <>
      {steps ? <FirstStepsCard virtualCluster={props.virtualCluster} /> : null}
      {props.children}
    </>
  );
}

function NoVirtualCluster() {
  const router = useRouter();
  const { take, busyName } = useSetManaged();
  return (
    <Card>
      <WaitingForNamespaces
        onTake={(name) => void take(name)}
        busyName={busyName}
        onShowOthers={() => router.push("/virtual-clusters?show=all")}
      />
    </Card>
  );
}
