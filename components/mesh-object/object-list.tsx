"use client";
import { Eye, Pencil, Trash2 } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useRoleCheck } from "@/components/access/use-missing-role";
import { Breakable } from "@/components/ui/breakable";
import { EmptyState } from "@/components/ui/notices";
import { RowMenu } from "@/components/ui/overlay/menu";
import { PageHeader } from "@/components/ui/page-header";
import type { Column } from "@/components/ui/table/columns";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { sortColumns } from "@/lib/api/choices";
import type { MeshObject } from "@/lib/api/mesh-object";
import { type MeshKind, meshObjectsQuery } from "@/lib/client/mesh-objects";
import { DeleteDialog, deletionKey, useDeletions } from "./delete-dialog";
import { FindingsBadge } from "./findings";
import { ListFrame, useListRows, useSort } from "./list-frame";
import { editHref, kindTitles, newHref, objectHref } from "./pages/kind-pages";
import { texts } from "./texts";
import { NewButton, VirtualClusterFilter } from "./virtual-cluster-choice";

export interface ObjectListProps<Form> {
  kind: MeshKind;
  /** The virtual cluster of the list; undefined for all. */
  virtualCluster?: string | undefined;
  /** The purpose of this kind, in a sentence. */
  description: ReactNode;
  icon: ReactNode;
  /** Shown for an empty list: how to create the first one. */
  emptyText: ReactNode;
  /** The kind's own columns, between name and findings; create them outside the component. */
  columns: readonly Column<MeshObject<Form>>[];
  lossesOf: (object: MeshObject<Form>) => readonly string[];
}

const parsers = { q: parseAsString.withDefault(""), vc: parseAsString.withDefault("") };
const keyOf = (row: MeshObject) => `${row.virtualCluster}/${row.name}`;

/**
 * The list page of a kind: search, virtual cluster and sorting as query parameters, findings, row actions, any
 * length.
 */
export function ObjectList<Form>(props: ObjectListProps<Form>) {
  const { kind, virtualCluster, lossesOf } = props;
  const { title, plural } = kindTitles[kind];
  const [{ q, vc }, setFilters] = useQueryStates(parsers);
  const { sort, onSort, ordered } = useSort(sortColumns[kind]);
  const cluster = virtualCluster ?? (vc || undefined);
  const hidden = useDeletions();
  const isHidden = useCallback(
    (row: MeshObject<Form>) => hidden.has(deletionKey(kind, row.virtualCluster, row.name)),
    [hidden, kind],
  );
  const filter = { ...(cluster ? { virtualCluster: cluster } : {}), ...(q ? { q } : {}), ...ordered };
  const list = useListRows(meshObjectsQuery<Form>(kind, filter), hidden.size > 0 ? isHidden : undefined);
  const columns = useMemo(
    () => objectColumns(props.columns, virtualCluster === undefined),
    [props.columns, virtualCluster],
  );
  const missing = useRoleCheck();
  const [deleting, setDeleting] = useState<MeshObject<Form> | null>(null);
  const hrefOf = useCallback(
    (row: MeshObject<Form>) => objectHref(kind, row.virtualCluster, row.name),
    [kind],
  );
  const actionsOf = useCallback(
    (row: MeshObject<Form>) => (
      <RowMenu
        name={row.name}
        entries={[
          { label: texts.details, icon: <Eye aria-hidden />, href: hrefOf(row) },
          {
            label: texts.edit,
            icon: <Pencil aria-hidden />,
            reason: missing(["editor", row.virtualCluster, kind]),
            href: editHref(kind, row.virtualCluster, row.name),
          },
        ]}
        last={{
          label: texts.deleteMore,
          icon: <Trash2 aria-hidden />,
          reason: missing(["editor", row.virtualCluster, kind]),
          onSelect: () => setDeleting(row),
        }}
      />
    ),
    [kind, hrefOf, missing],
  );
  const isFiltered = q !== "" || (virtualCluster === undefined && vc !== "");
  const create = (
    <NewButton
      label={texts.newKind({ kind: title.toLowerCase() })}
      kind={kind}
      hrefIn={(name) => newHref(kind, name)}
      virtualCluster={cluster}
    />
  );

  return (
    <>
      <PageHeader title={plural} description={props.description} actions={create} />
      <ListFrame
        title={plural}
        list={list}
        bulk={kind}
        columns={columns}
        keyOf={keyOf}
        hrefOf={hrefOf}
        actionsOf={actionsOf}
        sort={sort}
        onSort={onSort}
        q={q}
        onSearch={(next) => void setFilters({ q: next || null })}
        filters={
          virtualCluster === undefined ? (
            <VirtualClusterFilter value={vc} onChange={(next) => void setFilters({ vc: next || null })} />
          ) : null
        }
        filtersSet={virtualCluster === undefined && vc !== "" ? 1 : 0}
        isFiltered={isFiltered}
        onClear={() => void setFilters({ q: null, vc: null })}
        searched={cluster ? texts.searchesNames : texts.searchesAll}
        empty={
          <EmptyState
            icon={props.icon}
            title={texts.noneYet({ plural: plural.toLowerCase() })}
            description={props.emptyText}
            actions={create}
          />
        }
      />
      <DeleteDialog kind={kind} object={deleting} onClose={() => setDeleting(null)} lossesOf={lossesOf} />
    </>
  );
}

/** All columns of the list of a kind: name, virtual cluster (in the list of all), the kind's own, findings, age. */
export function objectColumns<Form>(
  own: readonly Column<MeshObject<Form>>[],
  withVirtualCluster: boolean,
): readonly Column<MeshObject<Form>>[] {
  type Each = Column<MeshObject<Form>>;
  const name: Each = {
    id: "name",
    header: texts.name,
    sortable: true,
    width: "minmax(0,1.4fr)",
    atLeastPx: 176,
    cell: (row) => (
      <span className="font-mono">
        <Breakable text={row.name} />
      </span>
    ),
  };
  const virtualCluster: Each = {
    id: "virtualCluster",
    header: texts.virtualCluster,
    sortable: true,
    rank: 0,
    cell: (row) => row.virtualCluster,
  };
  const findings: Each = {
    id: "findings",
    header: texts.findings,
    sortable: true,
    sortsFirst: "desc",
    width: "11rem",
    atLeastPx: 176,
    rank: 0,
    cell: (row) => <FindingsBadge {...row} />,
  };
  const created: Each = {
    id: "created",
    header: texts.created,
    sortable: true,
    sortsFirst: "desc",
    width: "8rem",
    atLeastPx: 128,
    rank: 3,
    hideOnPhone: true,
    cell: ({ createdAt }) => <RelativeTime at={createdAt} className="whitespace-nowrap text-muted" />,
  };
  return [name, ...(withVirtualCluster ? [virtualCluster] : []), ...own, findings, created];
}
