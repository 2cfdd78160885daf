"use client";
import { useQueryStates } from "nuqs";
import { PendingCleanups } from "@/components/cleanup/pending-cleanups";
import { ListFrame } from "@/components/mesh-object/list-frame";
import { gatewayDescription } from "@/components/mesh-object/pages/descriptions";
import { useListRows, useSort } from "@/components/mesh-object/use-list-rows";
import { NewButton, VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import { Select } from "@/components/ui/form/controls";
import { PageHeader } from "@/components/ui/page-header";
import { sortColumns } from "@/lib/api/choices";
import type { GatewayView } from "@/lib/api/gateway";
import { gatewaysQuery } from "@/lib/client/gateways";
import { gatewayColumns, gatewayColumnsOfOne } from "./gateway-columns";
import { GatewayEmptyState } from "./gateway-empty-state";
import { gatewayFilterOf, gatewayParsers, gatewayStateOptions, stateParser } from "./gateway-filters";
import { GatewayMenu } from "./gateway-menu";
import { gatewayPaths } from "./gateway-paths";
import { texts } from "./texts";

const keyOf = (gateway: GatewayView) => `${gateway.virtualCluster}/${gateway.name}`;
const hrefOf = (gateway: GatewayView) => gatewayPaths.details(gateway.virtualCluster, gateway.name);
const actionsOf = (gateway: GatewayView) => <GatewayMenu gateway={gateway} />;

/** The gateways of one virtual cluster, or of all; search, state and order stand in the address. */
export function GatewayList({ virtualCluster }: { virtualCluster?: string }) {
  const [{ q, vc, state }, setFilters] = useQueryStates(gatewayParsers);
  const { sort, onSort, ordered } = useSort(sortColumns.Gateway);
  const cluster = virtualCluster ?? (vc || undefined);
  const list = useListRows(
    gatewaysQuery({
      ...gatewayFilterOf({ q, vc: cluster ?? "", state }),
      ...ordered,
    }),
  );
  const create = (
    <NewButton label={texts.createGateway} hrefIn={gatewayPaths.create} virtualCluster={cluster} />
  );
  return (
    <>
      <PageHeader title={texts.gateways} description={gatewayDescription} actions={create} />
      <PendingCleanups virtualCluster={cluster} />
      <ListFrame
        title={texts.gateways}
        list={list}
        columns={virtualCluster === undefined ? gatewayColumns : gatewayColumnsOfOne}
        keyOf={keyOf}
        hrefOf={hrefOf}
        actionsOf={actionsOf}
        sort={sort}
        onSort={onSort}
        q={q}
        onSearch={(next) => void setFilters({ q: next || null })}
        filters={
          <>
            <Select
              aria-label={texts.state}
              placeholder={texts.anyState}
              className="w-full sm:w-44"
              options={gatewayStateOptions}
              value={state ?? ""}
              onChange={(event) => void setFilters({ state: stateParser.parse(event.target.value) })}
            />
            {virtualCluster === undefined ? (
              <VirtualClusterFilter value={vc} onChange={(next) => void setFilters({ vc: next || null })} />
            ) : null}
          </>
        }
        isFiltered={q !== "" || state !== null || (virtualCluster === undefined && vc !== "")}
        onClear={() => void setFilters(null)}
        searched={texts.searched}
        empty={<GatewayEmptyState virtualCluster={virtualCluster} create={create} />}
      />
    </>
  );
}
