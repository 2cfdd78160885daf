"use client";
import { useChoices } from "@/components/mesh-object/fields/use-choices";
import { SeverityIcon } from "@/components/mesh-object/findings";
import { FilterChoice, VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import type { FindingView } from "@/lib/api/finding";
import { gatewaysQuery } from "@/lib/client/gateways";
import { texts } from "./texts";

interface MapFiltersProps {
  /** The page of one virtual cluster has no choice. */
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

/** The meaning of thickness, dashes and icons in the picture. */
export function MapLegend() {
  return (
    <ul aria-label={texts.legend} className="flex flex-wrap items-center gap-x-5 gap-y-1 text-muted text-xs">
      <li className="flex items-center gap-2">
        <span aria-hidden className="inline-flex items-center gap-1">
          <span className="h-px w-4 bg-control" />
          <span className="h-1 w-4 bg-control" />
        </span>
        {texts.share}
      </li>
      <li className="flex items-center gap-2">
        <span aria-hidden className="h-3.5 w-5 rounded-sm border border-failed-solid border-dashed" />
        {texts.named}
      </li>
      <Sign severity="error" words="error" />
      <Sign severity="warning" words="warning" />
      <Sign severity="info" words={texts.information} />
    </ul>
  );
}

function Sign({ severity, words }: { severity: FindingView["severity"]; words: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className="inline-flex">
        <SeverityIcon severity={severity} className="size-3.5" />
      </span>
      {words}
    </li>
  );
}
