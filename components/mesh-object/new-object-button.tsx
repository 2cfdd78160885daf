"use client";
import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { LinkButton } from "@/components/ui/link-button";
import type { MeshKind } from "@/lib/client/mesh-objects";
import { kindTitles, newHref } from "./kind-pages";
import { useVirtualClusterNames } from "./use-virtual-cluster-names";

/** Leads to the form of a new object; asks for the virtual cluster where the page is about all of them. */
export function NewObjectButton(props: { kind: MeshKind; virtualCluster?: string | undefined }) {
  const { kind, virtualCluster } = props;
  const label = `New ${kindTitles[kind].title}`;
  if (virtualCluster === undefined) return <NewSomewhere kind={kind} label={label} />;
  return (
    <LinkButton variant="primary" icon={<Plus aria-hidden />} href={newHref(kind, virtualCluster)}>
      {label}
    </LinkButton>
  );
}

function NewSomewhere({ kind, label }: { kind: MeshKind; label: string }) {
  const names = useVirtualClusterNames();
  return (
    <DropdownMenu
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />}>
          {label}
        </Button>
      }
      heading={names.length === 0 ? "There is no managed virtual cluster yet" : "In which virtual cluster?"}
      groups={[names.map((name) => ({ label: name, href: newHref(kind, name) }))]}
    />
  );
}
