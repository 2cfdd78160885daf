"use client";
import { useQueryClient } from "@tanstack/react-query";
import { LossesList } from "@/components/mesh-object/delete-dialog";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import type { ApplicationView, DeploymentView } from "@/lib/api/application";
import { deleteApplication, deleteDeployment } from "@/lib/client/applications";
import { texts } from "./texts";

/** What stops when one version is deleted. */
function lossesOfVersion(version: DeploymentView): string[] {
  const { name, version: label, replicas } = version;
  return [
    texts.deploymentLoss({ name, pods: replicas }),
    ...(label === null ? [] : [texts.versionLoss({ version: label })]),
  ];
}

/** What stops when an application is deleted with all its versions. */
export function lossesOfApplication({ versions, services }: ApplicationView): string[] {
  return [
    ...versions.map(({ name, replicas }) => texts.deploymentLoss({ name, pods: replicas })),
    ...services.map((service) => texts.serviceLoss({ service })),
  ];
}

interface DeleteApplicationDialogProps {
  /** Null closes the dialog. */
  application: ApplicationView | null;
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
  /** During the deletion, its page needn't fetch it again, only notice that it is gone. */
  onBusy?: ((isBusy: boolean) => void) | undefined;
}

/** Requires the name before all versions of an application are deleted: stopping pods can't be undone. */
export function DeleteApplicationDialog(props: DeleteApplicationDialogProps) {
  const { application, onClose, onDeleted, onBusy } = props;
  const client = useQueryClient();
  if (!application) return null;
  const { name, virtualCluster } = application;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={texts.deleteApplicationTitle({ name })}
      description={texts.deleteApplicationHelp({ virtualCluster })}
      confirmLabel={texts.deleteApplication}
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
        showToast({ tone: "success", title: texts.applicationDeleted({ name }) });
      }}
    >
      <LossesList losses={lossesOfApplication(application)} />
    </ConfirmDialog>
  );
}

interface DeleteVersionDialogProps {
  /** Null closes the dialog. */
  version: DeploymentView | null;
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
  /** During the deletion, its page needn't fetch it again, only notice that it is gone. */
  onBusy?: ((isBusy: boolean) => void) | undefined;
}

/** Requires the name before a Deployment is deleted: its pods stop at once. */
export function DeleteVersionDialog({ version, onClose, onDeleted, onBusy }: DeleteVersionDialogProps) {
  const client = useQueryClient();
  if (!version) return null;
  const { name, app, virtualCluster } = version;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={texts.deleteVersionTitle({ version: version.version ?? name, app })}
      description={texts.deleteVersionHelp({ virtualCluster })}
      confirmLabel={texts.deleteVersion}
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
        showToast({ tone: "success", title: texts.deploymentDeleted({ name }) });
      }}
    >
      <LossesList losses={lossesOfVersion(version)} />
    </ConfirmDialog>
  );
}
