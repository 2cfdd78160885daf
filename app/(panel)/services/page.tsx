import type { Metadata } from "next";
import { ServiceListPage } from "@/components/service/service-list-page";

export const metadata: Metadata = { title: "Services" };

export default function ServicesPage() {
  return <ServiceListPage />;
}
