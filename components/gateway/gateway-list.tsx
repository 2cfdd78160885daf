"use client";
import { Plus } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { ListTools } from "@/components/mesh-object/list-tools";
import { useListRows } from "@/components/mesh-object/use-list-rows";
import { useSort } from "@/components/mesh-object/use-sort";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { LongTable } from "@/components/ui/long-table";
import { PageHeader } from "@/components/ui/page-header";
import { QueryFailure } from "@/components/ui/query-failure";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useColumns } from "@/components/ui/use-columns";
import type { GatewayView } from "@/lib/api/gateway";
import { sortColumns } from "@/lib/api/sort-columns";
import { gatewaysQuery } from "@/lib/client/gateways";
import { gatewayColumns, gatewayColumnsOfOne } from "./gateway-columns";
import { GatewayEmptyState } from "./gateway-empty-state";
import { GatewayMenu } from "./gateway-menu";
import { gatewayPaths } from "./gateway-paths";
import { walkLooks, walkStates } from "./state-words";

const stateOptions = walkStates.map((state) => ({ value: state, label: walkLooks[state].label }));
const stateParser = parseAsStringLiteral(walkStates);
const parsers = { q: parseAsString.withDefault(""), state: stateParser };
const keyOf = (gateway: GatewayView) => `${gateway.virtualCluster}/${gateway.name}`;
const hrefOf = (gateway: GatewayView) => gatewayPaths.details(gateway.virtualCluster, gateway.name);
const actionsOf = (gateway: GatewayView) => <GatewayMenu gateway={gateway} />;

/** The gateways of one virtual cluster, or of all; search, state and order stand in the address. */
export function GatewayList({ virtualCluster }: { virtualCluster?: string }) {
  const [{ q, state }, setFilters] = useQueryStates(parsers);
  const { sort, onSort, ordered } = useSort(sortColumns.Gateway);
  const { query, rows, total, table } = useListRows(
    gatewaysQuery({
      ...(virtualCluster === undefined ? {} : { virtualCluster }),
      ...(q === "" ? {} : { q }),
      ...(state === null ? {} : { state }),
      ...ordered,
    }),
  );
  const columns = useColumns("Gateways", virtualCluster === undefined ? gatewayColumns : gatewayColumnsOfOne);
  const filtered = q !== "" || state !== null;

  return (
    <>
      <PageHeader
        title="Gateways"
        description={
          virtualCluster === undefined
            ? "Where traffic enters, for which hosts, and how far each Secured Host has come."
            : `Where traffic enters virtual cluster ${virtualCluster}, and how far each Secured Host has come.`
        }
        actions={
          virtualCluster === undefined ? null : (
            <LinkButton
              variant="primary"
              icon={<Plus aria-hidden />}
              href={gatewayPaths.create(virtualCluster)}
            >
              New gateway
            </LinkButton>
          )
        }
      />
      <div className="min-w-0 rounded-xl border border-line bg-surface shadow-low">
        <div ref={columns.ref} className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
          <SearchInput
            label="Filter gateways"
            value={q}
            onChange={(next) => void setFilters({ q: next || null })}
          />
          <Select
            aria-label="State"
            placeholder="Any state"
            className="w-full sm:w-36"
            options={stateOptions}
            value={state ?? ""}
            onChange={(event) => void setFilters({ state: stateParser.parse(event.target.value) })}
          />
          <ListTools
            total={query.isSuccess ? total : null}
            isFiltered={filtered}
            columns={columns}
            sort={sort}
            onSort={onSort}
          />
        </div>
        {!rows ? (
          query.isError ? (
            <QueryFailure what="The gateways" query={query} />
          ) : (
            <SkeletonRows rows={8} label="Loading gateways" />
          )
        ) : rows.length > 0 ? (
          <LongTable
            label="Gateways"
            columns={columns.shown}
            rows={rows}
            totalRows={total}
            keyOf={keyOf}
            hrefOf={hrefOf}
            sort={sort}
            onSort={onSort}
            actionsOf={actionsOf}
            {...table}
          />
        ) : filtered ? (
          <NothingFits onClear={() => void setFilters({ q: null, state: null })} />
        ) : (
          <GatewayEmptyState virtualCluster={virtualCluster} />
        )}
      </div>
    </>
  );
}

function NothingFits({ onClear }: { onClear: () => void }) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-14 text-center">
      <p className="text-muted">No gateway fits these filters.</p>
      <Button onClick={onClear}>Clear filters</Button>
    </div>
  );
}
