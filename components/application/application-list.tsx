"use client";
import { Eye, Globe, Package, Plus, Trash2 } from "lucide-react";
import { useCallback, useState } from "react";
import { ListFrame } from "@/components/mesh-object/list-frame";
import { applicationDescription } from "@/components/mesh-object/pages/descriptions";
import { NewButton, VirtualClusterFilter } from "@/components/mesh-object/virtual-cluster-choice";
import { texts as onlineTexts } from "@/components/online/texts";
import { Select } from "@/components/ui/form/controls";
import { EmptyState } from "@/components/ui/notices";
import { RowMenu } from "@/components/ui/overlay/menu";
import { PageHeader } from "@/components/ui/page-header";
import type { ApplicationView } from "@/lib/api/application";
import { allColumns, ownColumns } from "./application-columns";
import { applicationStateOptions, everyNamespace, stateParser } from "./application-filters";
import { applicationPaths } from "./application-paths";
import { DeleteApplicationDialog } from "./delete-dialogs";
import { useApplicationRows } from "./use-application-rows";

const keyOf = ({ virtualCluster, name }: ApplicationView) => `${virtualCluster}/${name}`;
const hrefOf = ({ virtualCluster, name }: ApplicationView) => applicationPaths.details(virtualCluster, name);

/** The applications of one virtual cluster, or of all: Deployments that share the label `app`. */
export function ApplicationList({ virtualCluster }: { virtualCluster?: string }) {
  const list = useApplicationRows(virtualCluster);
  const { filters, setFilters, cluster } = list;
  const [deleting, setDeleting] = useState<ApplicationView | null>(null);
  const actionsOf = useCallback(
    (row: ApplicationView) => (
      <RowMenu
        name={row.name}
        entries={[
          { label: "Details", icon: <Eye aria-hidden />, href: hrefOf(row) },
          {
            label: "Add a version",
            icon: <Plus aria-hidden />,
            href: applicationPaths.newVersion(row.virtualCluster, row.name),
          },
          {
            label: onlineTexts.putOnline,
            icon: <Globe aria-hidden />,
            href: applicationPaths.online(row.virtualCluster, row.name),
          },
        ]}
        last={{ label: "Delete…", icon: <Trash2 aria-hidden />, onSelect: () => setDeleting(row) }}
      />
    ),
    [],
  );
  const create = <NewButton label="New application" hrefIn={applicationPaths.new} virtualCluster={cluster} />;
  return (
    <>
      <PageHeader title="Applications" description={applicationDescription} actions={create} />
      <ListFrame
        title="Applications"
        list={list}
        columns={virtualCluster === undefined ? allColumns : ownColumns}
        keyOf={keyOf}
        hrefOf={hrefOf}
        actionsOf={actionsOf}
        sort={list.sort}
        onSort={list.onSort}
        q={filters.q}
        onSearch={(q) => void setFilters({ q: q || null })}
        filters={
          <>
            <Select
              aria-label="State"
              className="w-full sm:w-44"
              placeholder="Any state"
              options={applicationStateOptions}
              value={filters.state ?? ""}
              onChange={(event) => void setFilters({ state: stateParser.parse(event.target.value) })}
            />
            {virtualCluster === undefined ? (
              <VirtualClusterFilter
                value={filters.vc}
                everywhere={everyNamespace}
                onChange={(vc) => void setFilters({ vc: vc || null })}
              />
            ) : null}
          </>
        }
        isFiltered={list.isFiltered}
        onClear={() => void setFilters(null)}
        searched="The search looks at the names of applications and Deployments, and at their images."
        empty={
          <EmptyState
            icon={<Package aria-hidden />}
            title="No applications yet"
            description="An application is made of Deployments with the same label app; the label version tells them apart. What kubectl or a pipeline deploys appears here by itself."
            actions={create}
          />
        }
      />
      <DeleteApplicationDialog application={deleting} onClose={() => setDeleting(null)} />
    </>
  );
}
