"use client";
import { Ellipsis, Eye, Plus, Trash2 } from "lucide-react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import type { ApplicationView } from "@/lib/api/application";
import { applicationPaths } from "./application-paths";

/** Details, Add a version and Delete of one application. */
export function ApplicationActions(props: { application: ApplicationView; onDelete: () => void }) {
  const { application, onDelete } = props;
  const { name, virtualCluster } = application;
  return (
    <DropdownMenu
      trigger={
        <IconButton label={`Actions for ${name}`} size="sm">
          <Ellipsis aria-hidden />
        </IconButton>
      }
      groups={[
        [
          {
            label: "Details",
            icon: <Eye aria-hidden />,
            href: applicationPaths.details(virtualCluster, name),
          },
          {
            label: "Add a version",
            icon: <Plus aria-hidden />,
            href: applicationPaths.newVersion(virtualCluster, name),
          },
        ],
        [{ label: "Delete…", icon: <Trash2 aria-hidden />, danger: true, onSelect: onDelete }],
      ]}
    />
  );
}
