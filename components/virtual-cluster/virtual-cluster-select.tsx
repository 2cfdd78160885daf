"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "@/components/ui/select";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export interface VirtualClusterSelectProps {
  value: string;
  onChange: (name: string) => void;
}

/** A filter by virtual cluster; "" stands for all. A name that is gone stays selectable while it is chosen. */
export function VirtualClusterSelect({ value, onChange }: VirtualClusterSelectProps) {
  const { data } = useInfiniteQuery(virtualClustersQuery());
  const names = new Set(data?.pages.flatMap(({ items }) => items.map(({ name }) => name)));
  if (value !== "") names.add(value);
  return (
    <Select
      aria-label="Virtual cluster"
      className="w-full sm:w-52"
      placeholder="All virtual clusters"
      value={value}
      options={[...names].map((name) => ({ value: name, label: name }))}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
