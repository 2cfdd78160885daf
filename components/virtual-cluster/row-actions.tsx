"use client";
import { EllipsisVertical, FileKey2, Network, Unplug } from "lucide-react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { virtualClusterPath } from "./paths";

/** The menu of a virtual cluster's row. */
export function RowActions({ row, onRelease }: { row: VirtualCluster; onRelease: () => void }) {
  return (
    <DropdownMenu
      trigger={
        <IconButton label={`Actions for ${row.name}`} size="sm">
          <EllipsisVertical aria-hidden />
        </IconButton>
      }
      groups={[
        [
          {
            label: "Edit metadata",
            icon: <FileKey2 aria-hidden />,
            href: virtualClusterPath(row.name, "metadata"),
          },
          {
            label: "Create a gateway",
            icon: <Network aria-hidden />,
            href: virtualClusterPath(row.name, "gateways/new"),
          },
        ],
        [{ label: "Release…", icon: <Unplug aria-hidden />, danger: true, onSelect: onRelease }],
      ]}
    />
  );
}
