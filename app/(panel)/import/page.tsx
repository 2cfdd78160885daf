import type { Metadata } from "next";
import { TransferPage } from "@/components/transfer/transfer-page";

export const metadata: Metadata = { title: "Import and export" };

export default function ImportPage() {
  return <TransferPage />;
}
