"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import { Select } from "@/components/ui/form/controls";
import { gatewaysQuery } from "@/lib/client/gateways";

export interface MapFiltersProps {
  /** The page of one virtual cluster leaves no choice. */
  fixed: boolean;
  virtualCluster: string;
  gateway: string;
  onVirtualCluster: (next: string) => void;
  onGateway: (next: string) => void;
}

/** Narrows the map to a virtual cluster, and to one of its gateways. */
export function MapFilters(props: MapFiltersProps) {
  const { fixed, virtualCluster, gateway } = props;
  return (
    <div className="flex flex-wrap gap-2">
      {fixed ? null : <VirtualClusterFilter value={virtualCluster} onChange={props.onVirtualCluster} />}
      {virtualCluster === "" ? null : (
        <GatewayFilter virtualCluster={virtualCluster} value={gateway} onChange={props.onGateway} />
      )}
    </div>
  );
}

interface GatewayFilterProps {
  virtualCluster: string;
  value: string;
  onChange: (next: string) => void;
}

function GatewayFilter({ virtualCluster, value, onChange }: GatewayFilterProps) {
  const { data } = useInfiniteQuery(gatewaysQuery({ virtualCluster }));
  const names = data?.pages.flatMap(({ items }) => items.map(({ name }) => name)) ?? [];
  const shown = value === "" || names.includes(value) ? names : [value, ...names];
  return (
    <Select
      aria-label="Gateway"
      className="w-full sm:w-56"
      placeholder="All gateways"
      options={shown.map((name) => ({ value: name, label: name }))}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
