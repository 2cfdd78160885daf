"use client";
import { Plus } from "lucide-react";
import { useVirtualClusterNames } from "@/components/mesh-object/use-virtual-cluster-names";
import { Button } from "@/components/ui/button";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { LinkButton } from "@/components/ui/link-button";
import { applicationPaths } from "./application-paths";

/** Leads to the form of a first version; asks for the virtual cluster where the page is about all of them. */
export function NewApplicationButton({ virtualCluster }: { virtualCluster?: string | undefined }) {
  const label = "New Application";
  if (virtualCluster === undefined) return <NewSomewhere label={label} />;
  return (
    <LinkButton variant="primary" icon={<Plus aria-hidden />} href={applicationPaths.new(virtualCluster)}>
      {label}
    </LinkButton>
  );
}

function NewSomewhere({ label }: { label: string }) {
  const names = useVirtualClusterNames();
  return (
    <DropdownMenu
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />}>
          {label}
        </Button>
      }
      heading={names.length === 0 ? "There is no managed virtual cluster yet" : "In which virtual cluster?"}
      groups={[names.map((name) => ({ label: name, href: applicationPaths.new(name) }))]}
    />
  );
}
