"use client";
import { Eye, Pencil, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { deferred } from "@/components/ui/deferred";
import { RowMenu } from "@/components/ui/overlay/menu";
import type { GatewayView } from "@/lib/api/gateway";
import { useCheckNow } from "./check-now-button";
import { gatewayPaths } from "./gateway-paths";
import { texts } from "./texts";

const DeleteGatewayDialog = deferred(
  () => import("./delete-gateway-dialog").then((module) => module.DeleteGatewayDialog),
  () => null,
);

/** What can be done to a gateway, at the end of its row: Details, Edit, Check now, Delete. */
export function GatewayMenu({ gateway }: { gateway: GatewayView }) {
  const { name, virtualCluster } = gateway;
  const check = useCheckNow();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <RowMenu
        name={name}
        entries={[
          {
            label: texts.details,
            icon: <Eye aria-hidden />,
            href: gatewayPaths.details(virtualCluster, name),
          },
          { label: texts.edit, icon: <Pencil aria-hidden />, href: gatewayPaths.edit(virtualCluster, name) },
          {
            label: texts.checkNow,
            icon: <RefreshCw aria-hidden />,
            disabled: gateway.securedHosts.length === 0,
            onSelect: () => check.mutate(gateway),
          },
        ]}
        last={{ label: texts.deleteMore, icon: <Trash2 aria-hidden />, onSelect: () => setDeleting(true) }}
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
