"use client";
import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { Card } from "@/components/ui/card";
import type { Column } from "@/components/ui/column";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchInput } from "@/components/ui/search-input";
import { SkeletonRows } from "@/components/ui/skeleton";
import { VirtualTable } from "@/components/ui/virtual-table";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { MeshKind } from "@/lib/client/mesh-objects";
import { DeleteDialog } from "./delete-dialog";
import { FindingsBadge } from "./findings-badge";
import { kindTitles, objectHref } from "./kind-pages";
import { NewObjectButton } from "./new-object-button";
import { RowActions } from "./row-actions";
import { useObjectRows } from "./use-object-rows";
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
  /** The kind's own columns, between name and findings. */
  columns: readonly Column<MeshObject<Form>>[];
  lossesOf: (object: MeshObject<Form>) => readonly string[];
}

/** The list page of a kind: search and virtual cluster in the address, findings, row actions, any length. */
export function ObjectList<Form>(props: ObjectListProps<Form>) {
  const { kind, virtualCluster, columns, lossesOf } = props;
  const { plural } = kindTitles[kind];
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const [chosen, setChosen] = useQueryState("vc", parseAsString.withDefault(""));
  const cluster = virtualCluster ?? (chosen || undefined);
  const filter = { ...(cluster ? { virtualCluster: cluster } : {}), ...(q ? { q } : {}) };
  const { query, rows, total } = useObjectRows<Form>(kind, filter);
  const [deleting, setDeleting] = useState<MeshObject<Form> | null>(null);

  const all: Column<MeshObject<Form>>[] = [
    {
      id: "name",
      header: "Name",
      width: "minmax(0,1.4fr)",
      cell: ({ name }) => <span className="font-mono">{name}</span>,
    },
    ...(virtualCluster === undefined
      ? [
          {
            id: "virtual-cluster",
            header: "Virtual cluster",
            cell: (row: MeshObject<Form>) => row.virtualCluster,
          },
        ]
      : []),
    ...columns,
    { id: "findings", header: "Findings", width: "11rem", cell: (row) => <FindingsBadge {...row} /> },
    {
      id: "created",
      header: "Created",
      width: "8rem",
      hideOnPhone: true,
      cell: ({ createdAt }) => <RelativeTime at={createdAt} className="text-muted" />,
    },
  ];
  const isEmpty = query.isSuccess && rows.length === 0;

  return (
    <>
      <PageHeader
        title={plural}
        description={props.description}
        actions={<NewObjectButton kind={kind} virtualCluster={cluster} />}
      />
      <div className="flex flex-wrap gap-2">
        <SearchInput label={`Filter ${plural}`} value={q} onChange={(next) => void setQ(next || null)} />
        {virtualCluster === undefined ? (
          <VirtualClusterFilter value={chosen} onChange={(next) => void setChosen(next || null)} />
        ) : null}
      </div>
      <Card flush>
        {query.isPending ? <SkeletonRows label={`Loading ${plural}`} /> : null}
        {query.isError ? (
          <ErrorState
            title={`The ${plural} could not be read`}
            message={query.error.message}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : null}
        {isEmpty && q !== "" ? (
          <EmptyState title="Nothing matches" description={`No ${plural} contain “${q}” in their name.`} />
        ) : null}
        {isEmpty && q === "" ? (
          <EmptyState
            icon={props.icon}
            title={`No ${plural} yet`}
            description={props.emptyText}
            actions={<NewObjectButton kind={kind} virtualCluster={cluster} />}
          />
        ) : null}
        {rows.length > 0 ? (
          <VirtualTable
            label={plural}
            columns={all}
            rows={rows}
            totalRows={total}
            keyOf={(row) => `${row.virtualCluster}/${row.name}`}
            hrefOf={(row) => objectHref(kind, row.virtualCluster, row.name)}
            actionsOf={(row) => <RowActions kind={kind} object={row} onDelete={() => setDeleting(row)} />}
            onEndReached={() => query.hasNextPage && void query.fetchNextPage()}
          />
        ) : null}
      </Card>
      <DeleteDialog kind={kind} object={deleting} onClose={() => setDeleting(null)} lossesOf={lossesOf} />
    </>
  );
}
