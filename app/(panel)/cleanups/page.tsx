import type { Metadata } from "next";
import { CleanupsPage } from "@/components/cleanup/cleanups-page";

export const metadata: Metadata = { title: "Cleanups" };

export default function Page() {
  return <CleanupsPage />;
}
