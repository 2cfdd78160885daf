"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileKey2, Network, Unplug } from "lucide-react";
import { Children, useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { useRoleCheck } from "@/components/access/use-missing-role";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { RowMenu } from "@/components/ui/overlay/menu";
import { showToast } from "@/components/ui/overlay/toast";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { setManaged } from "@/lib/client/virtual-clusters";
import { everywhere } from "@/lib/model/roles";
import { virtualClusterPath } from "./paths";
import { texts } from "./texts";

export interface TakeButtonProps {
  name: string;
  /** It belongs to Kubernetes, Istio or Lamia, so you must type its name. */
  system?: boolean;
  busy: boolean;
  onTake: () => unknown;
}

/** Adds a namespace as a virtual cluster. */
export function TakeButton({ name, system = false, busy, onTake }: TakeButtonProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <AllowedButton
        needs={["admin", everywhere]}
        size="sm"
        busy={busy}
        onClick={() => (system ? setAsking(true) : onTake())}
        aria-label={texts.addNamed({ name })}
      >
        {texts.add}
      </AllowedButton>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={Children.toArray(texts.addQuestion({ name: <span className="font-mono">{name}</span> }))}
        description={texts.addSystemHelp}
        confirmLabel={texts.add}
        typeToConfirm={name}
        onConfirm={async () => {
          await onTake();
        }}
      />
    </>
  );
}

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
      title={Children.toArray(texts.releaseQuestion({ name: <span className="font-mono">{name}</span> }))}
      description={hosts === 0 ? texts.releaseHelp : texts.releaseWithHostsHelp({ hosts })}
      confirmLabel={texts.release}
      tone={hosts === 0 ? "primary" : "danger"}
      typeToConfirm={gateways > 0 && hosts > 0 ? name : undefined}
      onConfirm={async () => {
        await onRelease(name);
      }}
    />
  );
}

/** The menu of a virtual cluster's row. */
export function RowActions({ row, onRelease }: { row: VirtualCluster; onRelease: () => void }) {
  const missing = useRoleCheck();
  return (
    <RowMenu
      name={row.name}
      entries={[
        {
          label: texts.editMetadata,
          icon: <FileKey2 aria-hidden />,
          href: virtualClusterPath(row.name, "metadata"),
        },
        {
          label: texts.createGateway,
          icon: <Network aria-hidden />,
          reason: missing(["editor", row.name]),
          href: virtualClusterPath(row.name, "gateways/new"),
        },
      ]}
      last={{
        label: texts.releaseMore,
        icon: <Unplug aria-hidden />,
        reason: missing(["admin", everywhere]),
        onSelect: onRelease,
      }}
    />
  );
}

/** Adds a namespace as a virtual cluster or releases it; confirms it, and offers Undo. Throws the error. */
export function useSetManaged() {
  const client = useQueryClient();
  const { mutateAsync, isPending, variables } = useMutation({
    // If a typed name is required, the button has asked for it.
    mutationFn: ({ name, managed }: { name: string; managed: boolean }) =>
      setManaged(name, managed, managed ? name : undefined),
    onSuccess: (_, { name, managed }) =>
      showToast({
        id: `managed/${name}`,
        tone: "success",
        title: managed ? texts.added({ name }) : texts.released({ name }),
        description: managed ? texts.addedHelp : texts.releasedHelp,
        action: {
          label: texts.undo,
          onClick: () => void setManaged(name, !managed, managed ? undefined : name).catch(() => undefined),
        },
      }),
    onError: (error, { name }) =>
      showToast({ tone: "error", title: texts.changeFailed({ name }), description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: ["virtual-clusters"] }),
  });
  return {
    take: (name: string) => mutateAsync({ name, managed: true }).catch(() => undefined),
    release: (name: string) => mutateAsync({ name, managed: false }),
    busyName: isPending ? variables.name : null,
  };
}

/** Namespaces of Kubernetes, Istio and the panel, which aren't offered as virtual clusters. */
export function isSystemNamespace(name: string): boolean {
  return name.startsWith("kube-") || name === "istio-system" || name === "lamia-system";
}
