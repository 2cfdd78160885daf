"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Card } from "@/components/ui/card";
import { FirstStepsCard } from "@/components/virtual-cluster/first-steps-card";
import { useSetManaged } from "@/components/virtual-cluster/use-set-managed";
import { WaitingForNamespaces } from "@/components/virtual-cluster/waiting-for-namespaces";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

/** What to do first, while no gateway serves yet: get a virtual cluster, then walk its first steps. */
export function Beginning() {
  const router = useRouter();
  const { take, busyName } = useSetManaged();
  const { data } = useInfiniteQuery(virtualClustersQuery());
  const clusters = data?.pages.flatMap(({ items }) => items);
  if (!clusters) return null;
  // Where somebody has begun already, else the first of the list.
  const [first] = [...clusters].sort((one, other) => other.gateways - one.gateways);
  if (first) return <FirstStepsCard virtualCluster={first} />;
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
