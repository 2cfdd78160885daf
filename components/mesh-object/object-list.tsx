"use client";
import { SearchX } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { Column } from "@/components/ui/column";
import { EmptyState } from "@/components/ui/empty-state";
import { LongTable } from "@/components/ui/long-table";
import { PageHeader } from "@/components/ui/page-header";
import { QueryFailure } from "@/components/ui/query-failure";
import { SearchInput } from "@/components/ui/search-input";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useColumns } from "@/components/ui/use-columns";
import type { MeshObject } from "@/lib/api/mesh-object";
import { sortColumns } from "@/lib/api/sort-columns";
import { type MeshKind, meshObjectsQuery } from "@/lib/client/mesh-objects";
import { DeleteDialog } from "./delete-dialog";
import { useDeletions } from "./deletions";
import { kindTitles, objectHref } from "./kind-pages";
import { ListTools } from "./list-tools";
import { NewObjectButton } from "./new-object-button";
import { objectColumns } from "./object-columns";
import { RowActions } from "./row-actions";
import { deletionKey } from "./use-delete-object";
import { useListRows } from "./use-list-rows";
import { useSort } from "./use-sort";
import { VirtualClusterFilter } from "./virtual-cluster-filter";

export interface ObjectListProps<Form> {
  kind: MeshKind;
  /** The list of one virtual cluster; of all without it. */
  virtualCluster?: string | undefined;
  /** What this kind is for, in a sentence. */
  description: ReactNode;
  icon: ReactNode;
  /** What stands while there are none: how the first one comes to be. */
  emptyText: ReactNode;
  /** The kind's own columns, between name and findings; made outside of the component. */
  columns: readonly Column<MeshObject<Form>>[];
  lossesOf: (object: MeshObject<Form>) => readonly string[];
}

const parsers = { q: parseAsString.withDefault(""), vc: parseAsString.withDefault("") };
const keyOf = (row: MeshObject) => `${row.virtualCluster}/${row.name}`;

/** The list page of a kind: search, virtual cluster and order in the address, findings, row actions, any length. */
export function ObjectList<Form>(props: ObjectListProps<Form>) {
  const { kind, virtualCluster, lossesOf } = props;
  const { plural } = kindTitles[kind];
  const [{ q, vc }, setFilters] = useQueryStates(parsers);
  const { sort, onSort, ordered } = useSort(sortColumns[kind]);
  const cluster = virtualCluster ?? (vc || undefined);
  const hidden = useDeletions();
  const isHidden = useCallback(
    (row: MeshObject<Form>) => hidden.has(deletionKey(kind, row.virtualCluster, row.name)),
    [hidden, kind],
  );
  const filter = { ...(cluster ? { virtualCluster: cluster } : {}), ...(q ? { q } : {}), ...ordered };
  const { query, rows, total, table } = useListRows(
    meshObjectsQuery<Form>(kind, filter),
    hidden.size > 0 ? isHidden : undefined,
  );
  const all = useMemo(
    () => objectColumns(props.columns, virtualCluster === undefined),
    [props.columns, virtualCluster],
  );
  const columns = useColumns(plural, all);
  const [deleting, setDeleting] = useState<MeshObject<Form> | null>(null);
  const hrefOf = useCallback(
    (row: MeshObject<Form>) => objectHref(kind, row.virtualCluster, row.name),
    [kind],
  );
  const actionsOf = useCallback(
    (row: MeshObject<Form>) => <RowActions kind={kind} object={row} onDelete={() => setDeleting(row)} />,
    [kind],
  );
  const isFiltered = q !== "" || (virtualCluster === undefined && vc !== "");

  return (
    <>
      <PageHeader
        title={plural}
        description={props.description}
        actions={<NewObjectButton kind={kind} virtualCluster={cluster} />}
      />
      <div ref={columns.ref} className="flex flex-wrap items-center gap-2">
        <SearchInput
          label={`Filter ${plural}`}
          value={q}
          onChange={(next) => void setFilters({ q: next || null })}
        />
        {virtualCluster === undefined ? (
          <VirtualClusterFilter value={vc} onChange={(next) => void setFilters({ vc: next || null })} />
        ) : null}
        <ListTools
          total={query.isSuccess ? total : null}
          isFiltered={isFiltered}
          columns={columns}
          sort={sort}
          onSort={onSort}
        />
      </div>
      <Card flush>
        {!rows ? (
          query.isError ? (
            <QueryFailure what={`The ${plural}`} query={query} />
          ) : (
            <SkeletonRows rows={12} label={`Loading ${plural}`} />
          )
        ) : rows.length > 0 ? (
          <LongTable
            label={plural}
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
        ) : q !== "" ? (
          <EmptyState
            icon={<SearchX aria-hidden />}
            title="Nothing matches"
            description={`No ${plural} contain “${q}” in their name${cluster ? "" : " or that of their virtual cluster"}.`}
            actions={<Button onClick={() => void setFilters({ q: null })}>Clear the filter</Button>}
          />
        ) : (
          <EmptyState
            icon={props.icon}
            title={`No ${plural} yet`}
            description={props.emptyText}
            actions={<NewObjectButton kind={kind} virtualCluster={cluster} />}
          />
        )}
      </Card>
      <DeleteDialog kind={kind} object={deleting} onClose={() => setDeleting(null)} lossesOf={lossesOf} />
    </>
  );
}
