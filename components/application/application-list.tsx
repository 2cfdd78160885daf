"use client";
import { Eye, Globe, Package, Plus, Trash2 } from "lucide-react";
import { useCallback, useState } from "react";
import { useRoleCheck } from "@/components/access/use-missing-role";
import { ListFrame } from "@/components/mesh-object/list-frame";
import { listTexts } from "@/components/mesh-object/pages/list-texts";
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
import { texts } from "./texts";
import { useApplicationRows } from "./use-application-rows";

const keyOf = ({ virtualCluster, name }: ApplicationView) => `${virtualCluster}/${name}`;
const hrefOf = ({ virtualCluster, name }: ApplicationView) => applicationPaths.details(virtualCluster, name);

/** The applications of one virtual cluster, or of all: Deployments with the same label `app`. */
export function ApplicationList({ virtualCluster }: { virtualCluster?: string }) {
  const list = useApplicationRows(virtualCluster);
  const { filters, setFilters, cluster } = list;
  const [deleting, setDeleting] = useState<ApplicationView | null>(null);
  const missing = useRoleCheck();
  const actionsOf = useCallback(
    (row: ApplicationView) => (
      <RowMenu
        name={row.name}
        entries={[
          { label: texts.details, icon: <Eye aria-hidden />, href: hrefOf(row) },
          {
            label: texts.addVersion,
            icon: <Plus aria-hidden />,
            reason: missing(["editor", row.virtualCluster, "Deployment"]),
            href: applicationPaths.newVersion(row.virtualCluster, row.name),
          },
          {
            label: onlineTexts.putOnline,
            icon: <Globe aria-hidden />,
            reason: missing(["editor", row.virtualCluster]),
            href: applicationPaths.online(row.virtualCluster, row.name),
          },
        ]}
        last={{
          label: texts.deleteEllipsis,
          icon: <Trash2 aria-hidden />,
          reason: missing(["editor", row.virtualCluster, "Deployment"]),
          onSelect: () => setDeleting(row),
        }}
      />
    ),
    [missing],
  );
  const create = (
    <NewButton
      label={texts.newApplication}
      kind="Deployment"
      hrefIn={applicationPaths.new}
      virtualCluster={cluster}
    />
  );
  return (
    <>
      <PageHeader title={texts.applications} description={listTexts.applications} actions={create} />
      <ListFrame
        title={texts.applications}
        list={list}
        bulk="Application"
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
              aria-label={texts.state}
              className="w-full sm:w-44"
              placeholder={texts.anyState}
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
        filtersSet={
          (filters.state === null ? 0 : 1) + (virtualCluster === undefined && filters.vc !== "" ? 1 : 0)
        }
        isFiltered={list.isFiltered}
        onClear={() => void setFilters(null)}
        searched={texts.searched}
        empty={
          <EmptyState
            icon={<Package aria-hidden />}
            title={texts.none}
            description={texts.noneHelp}
            actions={create}
          />
        }
      />
      <DeleteApplicationDialog application={deleting} onClose={() => setDeleting(null)} />
    </>
  );
}
