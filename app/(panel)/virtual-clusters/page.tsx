import type { Metadata } from "next";
import { VirtualClustersPage } from "@/components/virtual-cluster/virtual-clusters-page";

export const metadata: Metadata = { title: "Virtual Clusters" };

export default function Page() {
  return <VirtualClustersPage />;
}
