"use client";
import { useQueryClient } from "@tanstack/react-query";
import { LossesList } from "@/components/mesh-object/delete-dialog";
import { plural } from "@/components/overview/overview-numbers";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { showToast } from "@/components/ui/overlay/toast";
import type { ApplicationView, DeploymentView } from "@/lib/api/application";
import { deleteApplication, deleteDeployment } from "@/lib/client/applications";

/** What stops when one version is deleted. */
function lossesOfVersion(version: DeploymentView): string[] {
  const { name, version: label, replicas } = version;
  return [
    `The Deployment ${name} with ${plural(replicas, "pod")}.`,
    ...(label === null
      ? []
      : [
          `Requests that a virtual service leads to version ${label}: they get 503 until its weight is moved.`,
        ]),
  ];
}

/** What stops when an application is deleted with all its versions. */
function lossesOfApplication({ versions, services }: ApplicationView): string[] {
  return [
    ...versions.map(({ name, replicas }) => `The Deployment ${name} with ${plural(replicas, "pod")}.`),
    ...services.map(
      (service) => `The service ${service} stays, but has no pod of this application any more.`,
    ),
  ];
}

interface DeleteApplicationDialogProps {
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

interface DeleteVersionDialogProps {
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
