import type { Metadata } from "next";
import { VirtualServiceList } from "@/components/virtual-service/virtual-service-list";

export const metadata: Metadata = { title: "Virtual Services" };

export default function VirtualServicesPage() {
  return <VirtualServiceList />;
}
