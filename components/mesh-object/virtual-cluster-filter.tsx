"use client";
import { Select } from "@/components/ui/select";
import { useVirtualClusterNames } from "./use-virtual-cluster-names";

export interface VirtualClusterFilterProps {
  value: string;
  onChange: (next: string) => void;
  /** For "": all of them unless said otherwise. */
  placeholder?: string;
}

/** Narrows a list to one virtual cluster. A name that is gone stays to be chosen while it is the choice. */
export function VirtualClusterFilter(props: VirtualClusterFilterProps) {
  const { value, onChange, placeholder = "All virtual clusters" } = props;
  const names = useVirtualClusterNames();
  const shown = value === "" || names.includes(value) ? names : [value, ...names];
  return (
    <Select
      aria-label="Virtual cluster"
      className="w-full sm:w-56"
      placeholder={placeholder}
      options={shown.map((name) => ({ value: name, label: name }))}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
