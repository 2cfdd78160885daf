"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Card } from "@/components/ui/card";
import { FirstStepsCard } from "@/components/virtual-cluster/first-steps-card";
import { useFirstSteps } from "@/components/virtual-cluster/use-first-steps";
import { useSetManaged } from "@/components/virtual-cluster/use-set-managed";
import { WaitingForNamespaces } from "@/components/virtual-cluster/waiting-for-namespaces";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

const longestWaitInMilliseconds = 1500;

export interface BeginningProps {
  /** Until it is known what to do first, so that nothing below jumps. */
  placeholder: ReactNode;
  /** What stands below. */
  children: ReactNode;
}

/** What to do first, while no gateway serves yet: get a virtual cluster, then walk its first steps. */
export function Beginning({ placeholder, children }: BeginningProps) {
  const query = useInfiniteQuery(virtualClustersQuery());
  const clusters = query.data?.pages.flatMap(({ items }) => items);
  if (query.isError && !clusters) return children;
  if (!clusters) return placeholder;
  // Where somebody has begun already, else the first of the list.
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
    // The steps may never be known, as when Istio is missing; the rest of the page tells why.
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
