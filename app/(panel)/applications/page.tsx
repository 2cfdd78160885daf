import type { Metadata } from "next";
import { ApplicationListPage } from "@/components/application/application-list-page";

export const metadata: Metadata = { title: "Applications" };

export default function ApplicationsPage() {
  return <ApplicationListPage />;
}
