"use client";
import { SearchX } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback, useMemo, useState } from "react";
import { ListTools } from "@/components/mesh-object/list-tools";
import { useListRows } from "@/components/mesh-object/use-list-rows";
import { useSort } from "@/components/mesh-object/use-sort";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LongTable } from "@/components/ui/long-table";
import { QueryFailure } from "@/components/ui/query-failure";
import { SearchInput } from "@/components/ui/search-input";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { useColumns } from "@/components/ui/use-columns";
import { sortColumns } from "@/lib/api/sort-columns";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import { ClusterProblems } from "./cluster-problems";
import { columnsOf } from "./columns";
import { virtualClusterPath } from "./paths";
import { ReleaseDialog } from "./release-dialog";
import { RowActions } from "./row-actions";
import { TakeButton } from "./take-button";
import { useSetManaged } from "./use-set-managed";
import { WaitingForNamespaces } from "./waiting-for-namespaces";

const filters = {
  q: parseAsString.withDefault(""),
  show: parseAsStringLiteral(["managed", "all"]).withDefault("managed"),
};

const keyOf = ({ name }: VirtualCluster) => name;
const hrefOf = ({ name }: VirtualCluster) => virtualClusterPath(name);

/** The page "Virtual Clusters": those under management, or all namespaces with the reason why one is not. */
export function VirtualClusterList() {
  const [{ q, show }, setFilters] = useQueryStates(filters);
  const [releasing, setReleasing] = useState<VirtualCluster | null>(null);
  const { take, release, busyName } = useSetManaged();
  const { sort, onSort, ordered } = useSort(sortColumns.VirtualCluster);
  const { query, rows, total, table } = useListRows(virtualClustersQuery({ show, q, ...ordered }));
  const all = useMemo(
    () =>
      columnsOf(show === "all", ({ name }) => (
        <TakeButton name={name} busy={busyName === name} onTake={() => void take(name)} />
      )),
    [show, busyName, take],
  );
  const columns = useColumns(show === "all" ? "Namespaces" : "Virtual Clusters", all);
  const actionsOf = useCallback(
    (row: VirtualCluster) =>
      row.managed ? <RowActions row={row} onRelease={() => setReleasing(row)} /> : null,
    [],
  );
  const waiting = rows?.length === 0 && q === "" && show === "managed";

  return (
    <>
      <ClusterProblems />
      <div ref={columns.ref} className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <SearchInput
          label="Filter virtual clusters"
          value={q}
          onChange={(next) => void setFilters({ q: next })}
        />
        <Switch
          label="Show other namespaces"
          checked={show === "all"}
          onChange={(event) => void setFilters({ show: event.target.checked ? "all" : "managed" })}
        />
        <ListTools
          total={query.isSuccess ? total : null}
          isFiltered={q !== ""}
          columns={columns}
          sort={sort}
          onSort={onSort}
        />
      </div>
      <Card flush>
        {query.isError && !rows ? (
          <QueryFailure what="The virtual clusters" query={query} />
        ) : !rows ? (
          <SkeletonRows rows={4} label="Loading virtual clusters" />
        ) : waiting ? (
          <WaitingForNamespaces
            onTake={(name) => void take(name)}
            busyName={busyName}
            onShowOthers={() => void setFilters({ show: "all" })}
          />
        ) : rows.length === 0 ? (
          <EmptyState
            icon={<SearchX aria-hidden />}
            title={`Nothing is called “${q}”`}
            description={
              show === "managed"
                ? "It may be a namespace that is not under management: switch on “Show other namespaces”."
                : "The cluster has no namespace of that name."
            }
          />
        ) : (
          <LongTable
            label="Virtual Clusters"
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
        )}
      </Card>
      <ReleaseDialog virtualCluster={releasing} onClose={() => setReleasing(null)} onRelease={release} />
    </>
  );
}
