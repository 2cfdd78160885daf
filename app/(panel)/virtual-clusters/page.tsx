import type { Metadata } from "next";
import { VirtualClusterList } from "@/components/virtual-cluster/virtual-cluster-list";

export const metadata: Metadata = { title: "Virtual Clusters" };

export default function VirtualClustersPage() {
  return <VirtualClusterList />;
}
