"use client";
import { Package, SearchX } from "lucide-react";
import { useCallback, useState } from "react";
import { ListTools } from "@/components/mesh-object/list-tools";
import { VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-filter";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LongTable } from "@/components/ui/long-table";
import { PageHeader } from "@/components/ui/page-header";
import { QueryFailure } from "@/components/ui/query-failure";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useColumns } from "@/components/ui/use-columns";
import type { ApplicationView } from "@/lib/api/application";
import { ApplicationActions } from "./application-actions";
import { allColumns, ownColumns } from "./application-columns";
import { applicationPaths } from "./application-paths";
import { DeleteApplicationDialog } from "./delete-application-dialog";
import { applicationDescription } from "./description";
import { NewApplicationButton } from "./new-application-button";
import { stateNames, stateWords } from "./state-words";
import { useApplicationRows } from "./use-application-rows";

const stateOptions = stateNames.map((state) => ({ value: state, label: stateWords[state].label }));
const keyOf = ({ virtualCluster, name }: ApplicationView) => `${virtualCluster}/${name}`;
const hrefOf = ({ virtualCluster, name }: ApplicationView) => applicationPaths.details(virtualCluster, name);

/** The applications of one virtual cluster, or of all: Deployments that share the label `app`. */
export function ApplicationList({ virtualCluster }: { virtualCluster?: string }) {
  const list = useApplicationRows(virtualCluster);
  const { filters, setFilters, cluster, query, rows, total, sort, onSort, isFiltered } = list;
  const columns = useColumns("Applications", virtualCluster === undefined ? allColumns : ownColumns);
  const [deleting, setDeleting] = useState<ApplicationView | null>(null);
  const actionsOf = useCallback(
    (row: ApplicationView) => <ApplicationActions application={row} onDelete={() => setDeleting(row)} />,
    [],
  );
  return (
    <>
      <PageHeader
        title="Applications"
        description={applicationDescription}
        actions={<NewApplicationButton virtualCluster={cluster} />}
      />
      <div ref={columns.ref} className="flex flex-wrap items-center gap-2">
        <SearchInput
          label="Filter Applications"
          value={filters.q}
          onChange={(q) => void setFilters({ q: q || null })}
        />
        <Select
          aria-label="State"
          className="w-full sm:w-44"
          placeholder="Any state"
          options={stateOptions}
          value={filters.state ?? ""}
          onChange={(event) =>
            void setFilters({ state: stateNames.find((state) => state === event.target.value) ?? null })
          }
        />
        {virtualCluster === undefined ? (
          <VirtualClusterFilter value={filters.vc} onChange={(vc) => void setFilters({ vc: vc || null })} />
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
            <QueryFailure what="The applications" query={query} />
          ) : (
            <SkeletonRows rows={12} label="Loading applications" />
          )
        ) : rows.length > 0 ? (
          <LongTable
            label="Applications"
            columns={columns.shown}
            rows={rows}
            totalRows={total}
            keyOf={keyOf}
            hrefOf={hrefOf}
            sort={sort}
            onSort={onSort}
            actionsOf={actionsOf}
            {...list.table}
          />
        ) : isFiltered ? (
          <EmptyState
            icon={<SearchX aria-hidden />}
            title="No application fits"
            description="The filter looks at the names of applications and Deployments, and at their images."
            actions={
              <Button onClick={() => void setFilters({ q: null, state: null, vc: null })}>
                Clear the filter
              </Button>
            }
          />
        ) : (
          <EmptyState
            icon={<Package aria-hidden />}
            title="No application yet"
            description="An application is made of Deployments with the same label app; the label version tells them apart. What kubectl or a pipeline deploys appears here by itself."
            actions={<NewApplicationButton virtualCluster={cluster} />}
          />
        )}
      </Card>
      <DeleteApplicationDialog application={deleting} onClose={() => setDeleting(null)} />
    </>
  );
}
