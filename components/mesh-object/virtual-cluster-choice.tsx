"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMissingRole, useRoleCheck } from "@/components/access/use-missing-role";
import { Button } from "@/components/ui/button";
import { deferred } from "@/components/ui/deferred";
import type { OptionSource } from "@/components/ui/form/combobox";
import type { ComboboxOption } from "@/components/ui/form/combobox-options";
import { Select } from "@/components/ui/form/controls";
import { LinkButton } from "@/components/ui/link";
import { DropdownMenu } from "@/components/ui/overlay/menu";
import { Popover } from "@/components/ui/overlay/popover";
import { Skeleton } from "@/components/ui/skeleton";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import type { ChangedKind } from "@/lib/model/cluster-rights";
import { useChoices } from "./fields/use-choices";
import { texts } from "./texts";

const Combobox = deferred(
  () => import("@/components/ui/form/combobox").then((module) => module.Combobox),
  () => <Skeleton className="h-9 w-full sm:w-56" />,
);

const nameOf = ({ name }: VirtualCluster) => name;

/** The names of the virtual clusters to choose from. */
export function useVirtualClusterNames() {
  const { items, ...source } = useChoices(virtualClustersQuery(), (q) => virtualClustersQuery({ q }), nameOf);
  return { names: items.map(nameOf), source };
}

export interface FilterChoiceProps {
  label: string;
  /** The label of "", which is all of them. */
  placeholder: string;
  options: readonly ComboboxOption[];
  source: OptionSource;
  value: string;
  onChange: (next: string) => void;
}

/** Narrows a list to one of these: a select, or a field that searches the server when there are too many. */
export function FilterChoice({ label, options, source, ...rest }: FilterChoiceProps) {
  const { value, placeholder, onChange } = rest;
  // A chosen one stays visible after it is gone.
  const isKnown = value === "" || options.some((option) => option.value === value);
  const shown = isKnown ? options : [{ value, label: value }, ...options];
  if (!source.isComplete)
    return (
      <Combobox
        {...rest}
        aria-label={label}
        className="w-full sm:w-56"
        options={[{ value: "", label: placeholder }, ...shown]}
        source={source}
      />
    );
  return (
    <Select
      aria-label={label}
      // Until the number of options is known, disable the select that a search field may replace.
      disabled={source.isLoading}
      className="w-full sm:w-56"
      placeholder={placeholder}
      options={shown}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export interface VirtualClusterFilterProps {
  value: string;
  onChange: (next: string) => void;
  /** The label of ""; default: all virtual clusters. */
  placeholder?: string;
  /** The value of "All namespaces", for lists that can include namespaces that aren't virtual clusters. */
  everywhere?: string;
}

/** Narrows a list to one virtual cluster. */
export function VirtualClusterFilter(props: VirtualClusterFilterProps) {
  const { value, onChange, placeholder = texts.allVirtualClusters, everywhere } = props;
  const { names, source } = useVirtualClusterNames();
  return (
    <FilterChoice
      label={texts.virtualCluster}
      placeholder={placeholder}
      options={[
        ...(everywhere === undefined ? [] : [{ value: everywhere, label: texts.allNamespaces }]),
        ...names.map((name) => ({ value: name, label: name })),
      ]}
      source={source}
      value={value}
      onChange={onChange}
    />
  );
}

export interface NewButtonProps {
  /** Of the new object. */
  kind: ChangedKind;
  /** "New service". */
  label: string;
  /** The path of the form in a virtual cluster. */
  hrefIn: (virtualCluster: string) => string;
  virtualCluster?: string | undefined;
}

/** Links to the form of a new object; asks for the virtual cluster if the page covers several. */
export function NewButton({ label, kind, hrefIn, virtualCluster }: NewButtonProps) {
  const router = useRouter();
  const { names, source } = useVirtualClusterNames();
  const [only] = names.length === 1 ? names : [];
  const chosen = virtualCluster ?? only;
  const missing = useRoleCheck();
  const reason = useMissingRole(["editor", chosen ?? null, kind]);
  if (reason !== undefined)
    return (
      <Button variant="primary" icon={<Plus aria-hidden />} reason={reason}>
        {label}
      </Button>
    );
  if (chosen !== undefined)
    return (
      <LinkButton variant="primary" icon={<Plus aria-hidden />} href={hrefIn(chosen)}>
        {label}
      </LinkButton>
    );
  const trigger = (
    <Button variant="primary" icon={<Plus aria-hidden />}>
      {label}
    </Button>
  );
  if (names.length > 0 && !source.isComplete)
    return (
      <Popover trigger={trigger} label={label}>
        <p className="mb-2 font-medium text-sm">{texts.inWhich}</p>
        <Combobox
          aria-label={texts.virtualCluster}
          options={names.map((name) => ({ value: name, label: name }))}
          source={source}
          value=""
          onChange={(name) => name !== "" && router.push(hrefIn(name))}
        />
      </Popover>
    );
  return (
    <DropdownMenu
      trigger={trigger}
      heading={names.length === 0 ? texts.noVirtualCluster : texts.inWhich}
      groups={[
        names.length === 0
          ? [{ label: texts.virtualClusters, href: "/virtual-clusters" }]
          : names.map((name) => ({
              label: name,
              href: hrefIn(name),
              reason: missing(["editor", name, kind]),
            })),
      ]}
    />
  );
}
