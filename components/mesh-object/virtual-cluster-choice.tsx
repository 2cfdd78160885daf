"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/form/controls";
import { LinkButton } from "@/components/ui/link";
import { DropdownMenu } from "@/components/ui/overlay/menu";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import { texts } from "./texts";

/** Names of the managed virtual clusters (the first hundred), for a choice. */
export function useVirtualClusterNames(): string[] {
  const { data } = useInfiniteQuery(virtualClustersQuery());
  return data?.pages.flatMap((page) => page.items.map(({ name }) => name)) ?? [];
}

export interface VirtualClusterFilterProps {
  value: string;
  onChange: (next: string) => void;
  /** For "": all of them unless said otherwise. */
  placeholder?: string;
  /** The value for "All namespaces", where a list has those that are no virtual clusters too when asked for. */
  everywhere?: string;
}

/** Narrows a list to one virtual cluster. A name that is gone stays to be chosen while it is the choice. */
export function VirtualClusterFilter(props: VirtualClusterFilterProps) {
  const { value, onChange, placeholder = texts.allVirtualClusters, everywhere } = props;
  const names = useVirtualClusterNames();
  const isKnown = value === "" || value === everywhere || names.includes(value);
  const shown = isKnown ? names : [value, ...names];
  return (
    <Select
      aria-label={texts.virtualCluster}
      className="w-full sm:w-56"
      placeholder={placeholder}
      options={[
        ...(everywhere === undefined ? [] : [{ value: everywhere, label: texts.allNamespaces }]),
        ...shown.map((name) => ({ value: name, label: name })),
      ]}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export interface NewButtonProps {
  /** "New service". */
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
      heading={names.length === 0 ? texts.noVirtualCluster : texts.inWhich}
      groups={[
        names.length === 0
          ? [{ label: texts.virtualClusters, href: "/virtual-clusters" }]
          : names.map((name) => ({ label: name, href: hrefIn(name) })),
      ]}
    />
  );
}
