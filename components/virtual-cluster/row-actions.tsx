"use client";
import { FileKey2, Network, Unplug } from "lucide-react";
import { RowMenu } from "@/components/ui/overlay/menu";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { virtualClusterPath } from "./paths";

/** The menu of a virtual cluster's row. */
export function RowActions({ row, onRelease }: { row: VirtualCluster; onRelease: () => void }) {
  return (
    <RowMenu
      name={row.name}
      entries={[
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
      ]}
      last={{ label: "Release…", icon: <Unplug aria-hidden />, onSelect: onRelease }}
    />
  );
}
