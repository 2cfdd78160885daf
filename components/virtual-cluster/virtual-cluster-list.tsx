"use client";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo, useState } from "react";
import { ListFrame, useListRows, useSort } from "@/components/mesh-object/list-frame";
import { Switch } from "@/components/ui/form/checkbox";
import { Select } from "@/components/ui/form/controls";
import { sortColumns } from "@/lib/api/choices";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import { ClusterProblems } from "./cluster-notices";
import { columnsOf } from "./columns";
import { virtualClusterPath } from "./paths";
import { ReleaseDialog, RowActions, TakeButton, useSetManaged } from "./take-and-release";
import { texts } from "./texts";
import {
  injectionOptions,
  injectionParser,
  virtualClusterFilterOf,
  virtualClusterParsers,
} from "./virtual-cluster-filters";
import { WaitingForNamespaces } from "./waiting-for-namespaces";

const keyOf = ({ name }: VirtualCluster) => name;
const hrefOf = ({ name }: VirtualCluster) => virtualClusterPath(name);

/** The page "Virtual clusters": the managed ones, or all namespaces with the reason why one isn't. */
export function VirtualClusterList() {
  const [filters, setFilters] = useQueryStates(virtualClusterParsers);
  const { q, show, injection } = filters;
  const [releasing, setReleasing] = useState<VirtualCluster | null>(null);
  const { take, release, busyName } = useSetManaged();
  const { sort, onSort, ordered } = useSort(sortColumns.VirtualCluster);
  const list = useListRows(virtualClustersQuery({ ...virtualClusterFilterOf(filters), ...ordered }));
  const columns = useMemo(
    () =>
      columnsOf(show === "all", ({ name, system }) => (
        <TakeButton name={name} system={system} busy={busyName === name} onTake={() => take(name)} />
      )),
    [show, busyName, take],
  );
  const actionsOf = useCallback(
    (row: VirtualCluster) =>
      row.managed ? <RowActions row={row} onRelease={() => setReleasing(row)} /> : null,
    [],
  );
  return (
    <>
      <ClusterProblems />
      <ListFrame
        title={texts.virtualClusters}
        list={list}
        columns={columns}
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
              aria-label={texts.sidecars}
              placeholder={texts.eitherSidecars}
              className="w-full sm:w-56"
              options={injectionOptions}
              value={injection ?? ""}
              onChange={(event) => void setFilters({ injection: injectionParser.parse(event.target.value) })}
            />
            <Switch
              label={texts.showOthers}
              checked={show === "all"}
              onChange={(event) => void setFilters({ show: event.target.checked ? "all" : null })}
            />
          </>
        }
        filtersSet={(injection === null ? 0 : 1) + (show === "all" ? 1 : 0)}
        isFiltered={q !== "" || injection !== null}
        onClear={() => void setFilters({ q: null, injection: null })}
        searched={
          q === ""
            ? texts.filterHelp
            : show === "managed"
              ? texts.maybeNamespace({ query: q })
              : texts.noNamespaceCalled({ query: q })
        }
        empty={
          <WaitingForNamespaces
            onTake={(name) => void take(name)}
            busyName={busyName}
            onShowOthers={() => void setFilters({ show: "all" })}
          />
        }
      />
      <ReleaseDialog virtualCluster={releasing} onClose={() => setReleasing(null)} onRelease={release} />
    </>
  );
}
