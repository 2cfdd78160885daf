import { Compass } from "lucide-react";
import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/link";
import { EmptyState } from "@/components/ui/notices";

export const metadata: Metadata = { title: "Not found" };

// Drawn for each request: the trail in the top bar is that of the address asked for.
export const dynamic = "force-dynamic";

export default function NotFoundPage() {
  return (
    <EmptyState
      headingLevel={1}
      icon={<Compass aria-hidden />}
      title="There is nothing at this address"
      description="The object may have been deleted or renamed, or the address has a typing mistake."
      actions={
        <LinkButton href="/" variant="primary">
          Go to the overview
        </LinkButton>
      }
    />
  );
}
