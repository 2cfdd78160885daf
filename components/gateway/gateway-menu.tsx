"use client";
import { Ellipsis, Eye, Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { deferred } from "@/components/ui/deferred";
import { DropdownMenu, type MenuEntry } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import type { GatewayView } from "@/lib/api/gateway";
import { gatewayPaths } from "./gateway-paths";
import { useCheckNow } from "./use-check-now";

const DeleteGatewayDialog = deferred(
  () => import("./delete-gateway-dialog").then((module) => module.DeleteGatewayDialog),
  () => null,
);

/** What can be done to a gateway, at the end of its row: Details, Edit, Check now, Delete. */
export function GatewayMenu({ gateway }: { gateway: GatewayView }) {
  const { name, virtualCluster } = gateway;
  const check = useCheckNow();
  const [deleting, setDeleting] = useState(false);
  const actions: MenuEntry[] = [
    { label: "Details", icon: <Eye aria-hidden />, href: gatewayPaths.details(virtualCluster, name) },
    { label: "Edit", icon: <Pencil aria-hidden />, href: gatewayPaths.edit(virtualCluster, name) },
    {
      label: "Check now",
      icon: <RefreshCw aria-hidden />,
      disabled: gateway.securedHosts.length === 0,
      onSelect: () => check.mutate(gateway),
    },
  ];
  return (
    <>
      <DropdownMenu
        trigger={
          <IconButton label={`Actions for ${name}`} size="sm">
            <Ellipsis aria-hidden />
          </IconButton>
        }
        groups={[
          actions,
          [
            {
              label: "Delete…",
              icon: <Trash2 aria-hidden />,
              danger: true,
              onSelect: () => setDeleting(true),
            },
          ],
        ]}
      />
      {deleting ? (
        // The cell around aligns its text to the right, which the dialog would inherit.
        <div className="whitespace-normal text-left">
          <DeleteGatewayDialog gateway={gateway} open onOpenChange={setDeleting} />
        </div>
      ) : null}
    </>
  );
}
