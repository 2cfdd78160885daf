import type { Metadata } from "next";
import { MetadataEditor } from "@/app/(panel)/contents/tools";

export const metadata: Metadata = { title: "Settings" };

export default function SettingsPage() {
  return <MetadataEditor owner={null} />;
}
