"use client";
import { useChoices } from "@/components/mesh-object/fields/use-choices";
import { FilterChoice, VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import { gatewaysQuery } from "@/lib/client/gateways";
import { texts } from "./texts";

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
  const { items, ...source } = useChoices(
    gatewaysQuery({ virtualCluster }),
    (q) => gatewaysQuery({ virtualCluster, q }),
    ({ name }) => name,
  );
  return (
    <FilterChoice
      label={texts.gateway}
      placeholder={texts.allGateways}
      options={items.map(({ name }) => ({ value: name, label: name }))}
      source={source}
      value={value}
      onChange={onChange}
    />
  );
}
