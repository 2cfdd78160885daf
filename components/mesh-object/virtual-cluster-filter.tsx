"use client";
import { Select } from "@/components/ui/form/controls";
import { useVirtualClusterNames } from "./use-virtual-cluster-names";

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
  const { value, onChange, placeholder = "All virtual clusters", everywhere } = props;
  const names = useVirtualClusterNames();
  const isKnown = value === "" || value === everywhere || names.includes(value);
  const shown = isKnown ? names : [value, ...names];
  return (
    <Select
      aria-label="Virtual cluster"
      className="w-full sm:w-56"
      placeholder={placeholder}
      options={[
        ...(everywhere === undefined ? [] : [{ value: everywhere, label: "All namespaces" }]),
        ...shown.map((name) => ({ value: name, label: name })),
      ]}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
