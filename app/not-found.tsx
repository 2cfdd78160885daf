import { Compass } from "lucide-react";
import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/notices";
import { texts } from "./texts";

export const metadata: Metadata = { title: texts.notFound };

// Rendered for each request: the trail in the top bar is that of the requested path.
export const dynamic = "force-dynamic";

export default function NotFoundPage() {
  return (
    <EmptyState
      headingLevel={1}
      icon={<Compass aria-hidden />}
      title={texts.nothingHere}
      description={texts.nothingHereHelp}
      actions={
        <LinkButton href="/" variant="primary">
          {texts.toOverview}
        </LinkButton>
      }
    />
  );
}
