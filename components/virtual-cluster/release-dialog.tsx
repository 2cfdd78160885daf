"use client";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";

export interface ReleaseDialogProps {
  /** Null keeps it closed. */
  virtualCluster: VirtualCluster | null;
  onClose: () => void;
  onRelease: (name: string) => Promise<unknown>;
}

/** Asks before a virtual cluster is released, and says what then stops. */
export function ReleaseDialog({ virtualCluster, onClose, onRelease }: ReleaseDialogProps) {
  const { name = "", gateways = 0, securedHosts } = virtualCluster ?? {};
  const hosts = securedHosts ? securedHosts.serving + securedHosts.working + securedHosts.attention : 0;
  return (
    <ConfirmDialog
      open={virtualCluster !== null}
      onOpenChange={(open) => open || onClose()}
      title={
        <>
          Release <span className="font-mono">{name}</span>?
        </>
      }
      description={
        hosts === 0
          ? "It leaves the list. Nothing in the namespace is deleted, and it can be taken under management again."
          : `It leaves the list, and its ${hosts} Secured ${hosts === 1 ? "Host is" : "Hosts are"} no longer looked after: certificates are not renewed. Nothing in the namespace is deleted.`
      }
      confirmLabel="Release"
      tone={hosts === 0 ? "primary" : "danger"}
      typeToConfirm={gateways > 0 && hosts > 0 ? name : undefined}
      onConfirm={async () => {
        await onRelease(name);
      }}
    />
  );
}
