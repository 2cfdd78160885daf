import type { Metadata } from "next";
import { MetadataEditor } from "@/app/(panel)/contents/tools";
import { texts } from "@/app/texts";

export const metadata: Metadata = { title: texts.settings };

export default function SettingsPage() {
  return <MetadataEditor owner={null} />;
}
