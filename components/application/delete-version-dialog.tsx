"use client";
import { useQueryClient } from "@tanstack/react-query";
import { LossesList } from "@/components/mesh-object/losses-list";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { showToast } from "@/components/ui/toast";
import type { DeploymentView } from "@/lib/api/application";
import { deleteDeployment } from "@/lib/client/applications";
import { lossesOfVersion } from "./losses-of-version";

export interface DeleteVersionDialogProps {
  /** Null closes the dialog. */
  version: DeploymentView | null;
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
  /** While it is being deleted its page need not ask for it again, only to hear that it is gone. */
  onBusy?: ((isBusy: boolean) => void) | undefined;
}

/** Asks for the name before a Deployment is deleted: its pods stop at once. */
export function DeleteVersionDialog({ version, onClose, onDeleted, onBusy }: DeleteVersionDialogProps) {
  const client = useQueryClient();
  if (!version) return null;
  const { name, app, virtualCluster } = version;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete version ${version.version ?? name} of ${app}?`}
      description={`It stands in the virtual cluster ${virtualCluster}.`}
      confirmLabel="Delete version"
      typeToConfirm={name}
      onConfirm={async () => {
        onBusy?.(true);
        try {
          await deleteDeployment(virtualCluster, name);
        } catch (error) {
          onBusy?.(false);
          throw error;
        }
        onDeleted?.();
        void client.invalidateQueries({ queryKey: ["applications"], refetchType: "active" });
        showToast({ tone: "success", title: `Deployment ${name} is deleted` });
      }}
    >
      <LossesList losses={lossesOfVersion(version)} />
    </ConfirmDialog>
  );
}
