import type { Metadata } from "next";
import { MetadataEditor } from "@/app/(panel)/contents/tools";
import { texts } from "@/app/texts";
import { MetadataHeader } from "@/components/metadata/header/metadata-header";

export const metadata: Metadata = { title: texts.settings };

export default function SettingsPage() {
  return (
    <>
      <MetadataHeader owner={null} />
      <MetadataEditor owner={null} />
    </>
  );
}
