import type { Metadata } from "next";
import { ServiceEntryList } from "@/components/service-entry/service-entry-list";

export const metadata: Metadata = { title: "Service Entries" };

export default function ServiceEntriesPage() {
  return <ServiceEntryList />;
}
