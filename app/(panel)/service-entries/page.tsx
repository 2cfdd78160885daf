import type { Metadata } from "next";
import { ServiceEntryListPage } from "@/components/service-entry/service-entry-list-page";

export const metadata: Metadata = { title: "Service Entries" };

export default function ServiceEntriesPage() {
  return <ServiceEntryListPage />;
}
