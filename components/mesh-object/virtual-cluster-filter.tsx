"use client";
import { Select } from "@/components/ui/select";
import { useVirtualClusterNames } from "./use-virtual-cluster-names";

/** Narrows a list to one virtual cluster; "" stands for all. */
export function VirtualClusterFilter({
  value,
  onChange,
}: {
  value: string;
  onChange: (next: string) => void;
}) {
  const names = useVirtualClusterNames();
  const shown = value === "" || names.includes(value) ? names : [value, ...names];
  return (
    <Select
      aria-label="Virtual cluster"
      className="w-full sm:w-56"
      placeholder="All virtual clusters"
      options={shown.map((name) => ({ value: name, label: name }))}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
