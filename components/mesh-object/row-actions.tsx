"use client";
import { Ellipsis, Eye, Pencil, Trash2 } from "lucide-react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import type { MeshKind } from "@/lib/client/mesh-objects";
import { editHref, objectHref } from "./kind-pages";

export interface RowActionsProps {
  kind: MeshKind;
  object: { name: string; virtualCluster: string };
  onDelete: () => void;
}

/** Details, Edit and Delete of one row. */
export function RowActions({ kind, object: { name, virtualCluster }, onDelete }: RowActionsProps) {
  return (
    <DropdownMenu
      trigger={
        <IconButton label={`Actions for ${name}`} size="sm">
          <Ellipsis aria-hidden />
        </IconButton>
      }
      groups={[
        [
          { label: "Details", icon: <Eye aria-hidden />, href: objectHref(kind, virtualCluster, name) },
          { label: "Edit", icon: <Pencil aria-hidden />, href: editHref(kind, virtualCluster, name) },
        ],
        [{ label: "Delete", icon: <Trash2 aria-hidden />, danger: true, onSelect: onDelete }],
      ]}
    />
  );
}
