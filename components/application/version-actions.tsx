"use client";
import { Ellipsis, Eye, Pencil, Trash2 } from "lucide-react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import type { DeploymentView } from "@/lib/api/application";
import { applicationPaths } from "./application-paths";

/** Details, Edit and Delete of one version. */
export function VersionActions(props: { version: DeploymentView; onDelete: () => void }) {
  const { version, onDelete } = props;
  const place = [version.virtualCluster, version.app, version.name] as const;
  return (
    <DropdownMenu
      trigger={
        <IconButton label={`Actions for ${version.name}`} size="sm">
          <Ellipsis aria-hidden />
        </IconButton>
      }
      groups={[
        [
          { label: "Details", icon: <Eye aria-hidden />, href: applicationPaths.version(...place) },
          { label: "Edit", icon: <Pencil aria-hidden />, href: applicationPaths.editVersion(...place) },
        ],
        [{ label: "Delete…", icon: <Trash2 aria-hidden />, danger: true, onSelect: onDelete }],
      ]}
    />
  );
}
