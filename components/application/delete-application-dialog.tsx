"use client";
import { useQueryClient } from "@tanstack/react-query";
import { LossesList } from "@/components/mesh-object/losses-list";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { showToast } from "@/components/ui/toast";
import type { ApplicationView } from "@/lib/api/application";
import { deleteApplication } from "@/lib/client/applications";
import { lossesOfApplication } from "./losses-of-version";

export interface DeleteApplicationDialogProps {
  /** Null closes the dialog. */
  application: ApplicationView | null;
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
  /** While it is being deleted its page need not ask for it again, only to hear that it is gone. */
  onBusy?: ((isBusy: boolean) => void) | undefined;
}

/** Asks for the name before all versions of an application are deleted: running pods cannot be undone. */
export function DeleteApplicationDialog(props: DeleteApplicationDialogProps) {
  const { application, onClose, onDeleted, onBusy } = props;
  const client = useQueryClient();
  if (!application) return null;
  const { name, virtualCluster } = application;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete application ${name}?`}
      description={`All of its versions in the virtual cluster ${virtualCluster} are stopped and removed.`}
      confirmLabel="Delete application"
      typeToConfirm={name}
      onConfirm={async () => {
        onBusy?.(true);
        try {
          await deleteApplication(virtualCluster, name);
        } catch (error) {
          onBusy?.(false);
          throw error;
        }
        onDeleted?.();
        void client.invalidateQueries({ queryKey: ["applications"], refetchType: "active" });
        showToast({ tone: "success", title: `Application ${name} is deleted` });
      }}
    >
      <LossesList losses={lossesOfApplication(application)} />
    </ConfirmDialog>
  );
}
