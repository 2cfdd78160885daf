import type { Metadata } from "next";
import { VirtualServiceListPage } from "@/components/virtual-service/virtual-service-list-page";

export const metadata: Metadata = { title: "Virtual Services" };

export default function VirtualServicesPage() {
  return <VirtualServiceListPage />;
}
