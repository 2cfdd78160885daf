"use client";
import { Ellipsis, Eye, Pencil, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { useRoleCheck } from "@/components/access/use-missing-role";
import { IconButton } from "@/components/ui/button";
import { DropdownMenu } from "@/components/ui/overlay/menu";
import type { Column } from "@/components/ui/table/columns";
import { DataTable } from "@/components/ui/table/data-table";
import type { DeploymentView } from "@/lib/api/application";
import { applicationPaths } from "./application-paths";
import { texts } from "./texts";
import { Readiness, VersionState } from "./version-state";

interface VersionsTableProps {
  label: string;
  versions: readonly DeploymentView[];
  /** Adds Edit and Delete at the end of each row, on the page of the application. */
  onDelete?: ((version: DeploymentView) => void) | undefined;
}

const columns: readonly Column<DeploymentView>[] = [
  {
    id: "version",
    header: texts.version,
    cell: ({ version, name }) => (
      <span className="grid">
        <span className="font-medium">{version ?? texts.noVersion}</span>
        <span className="font-mono font-normal text-subtle text-xs">{name}</span>
      </span>
    ),
  },
  {
    id: "state",
    header: texts.state,
    cell: ({ state, reason }) => (
      <span className="grid justify-items-start gap-0.5">
        <VersionState state={state} />
        {state === "degraded" ? <span className="break-words text-muted text-xs">{reason}</span> : null}
      </span>
    ),
  },
  {
    id: "replicas",
    header: texts.replicas,
    cell: ({ ready, replicas, state, name }) => (
      <Readiness ready={ready} replicas={replicas} state={state} label={texts.readyReplicasOf({ name })} />
    ),
  },
  {
    id: "image",
    header: texts.image,
    cell: ({ containers }) => (
      <span className="grid break-all font-mono text-xs">
        {containers.map(({ name, image }) => (
          <span key={name}>{image}</span>
        ))}
      </span>
    ),
  },
];

/** The versions of an application: Deployments with their state, replicas and images. */
export function VersionsTable({ label, versions, onDelete }: VersionsTableProps) {
  const actionsOf = useMemo(
    () =>
      onDelete &&
      ((version: DeploymentView) => <VersionActions version={version} onDelete={() => onDelete(version)} />),
    [onDelete],
  );
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={versions}
      keyOf={({ virtualCluster, name }) => `${virtualCluster}/${name}`}
      hrefOf={({ virtualCluster, app, name }) => applicationPaths.version(virtualCluster, app, name)}
      actionsOf={actionsOf}
    />
  );
}

/** Details, Edit and Delete of one version. */
function VersionActions(props: { version: DeploymentView; onDelete: () => void }) {
  const { version, onDelete } = props;
  const reason = useRoleCheck()(["editor", version.virtualCluster, "Deployment"]);
  const place = [version.virtualCluster, version.app, version.name] as const;
  return (
    <DropdownMenu
      trigger={
        <IconButton label={texts.actionsFor({ name: version.name })} size="sm">
          <Ellipsis aria-hidden />
        </IconButton>
      }
      groups={[
        [
          { label: texts.details, icon: <Eye aria-hidden />, href: applicationPaths.version(...place) },
          {
            label: texts.edit,
            icon: <Pencil aria-hidden />,
            href: applicationPaths.editVersion(...place),
            reason,
          },
        ],
        [
          {
            label: texts.deleteEllipsis,
            icon: <Trash2 aria-hidden />,
            danger: true,
            reason,
            onSelect: onDelete,
          },
        ],
      ]}
    />
  );
}
