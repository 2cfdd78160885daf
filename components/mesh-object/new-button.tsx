"use client";
import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link";
import { DropdownMenu } from "@/components/ui/overlay/menu";
import { useVirtualClusterNames } from "./use-virtual-cluster-names";

export interface NewButtonProps {
  /** "New Service". */
  label: string;
  /** The form's address in a virtual cluster. */
  hrefIn: (virtualCluster: string) => string;
  virtualCluster?: string | undefined;
}

/** Leads to the form of something new; asks for the virtual cluster where the page is about several. */
export function NewButton({ label, hrefIn, virtualCluster }: NewButtonProps) {
  const names = useVirtualClusterNames();
  const [only] = names.length === 1 ? names : [];
  const chosen = virtualCluster ?? only;
  if (chosen !== undefined)
    return (
      <LinkButton variant="primary" icon={<Plus aria-hidden />} href={hrefIn(chosen)}>
        {label}
      </LinkButton>
    );
  return (
    <DropdownMenu
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />}>
          {label}
        </Button>
      }
      heading={names.length === 0 ? "There is no virtual cluster yet" : "In which virtual cluster?"}
      groups={[
        names.length === 0
          ? [{ label: "Virtual clusters", href: "/virtual-clusters" }]
          : names.map((name) => ({ label: name, href: hrefIn(name) })),
      ]}
    />
  );
}
