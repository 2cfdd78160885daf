"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileKey2, Network, Unplug } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/overlay/confirm-dialog";
import { RowMenu } from "@/components/ui/overlay/menu";
import { showToast } from "@/components/ui/overlay/toast";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { setManaged } from "@/lib/client/virtual-clusters";
import { virtualClusterPath } from "./paths";

export interface TakeButtonProps {
  name: string;
  /** It belongs to Kubernetes, Istio or Lamia: its name has to be typed. */
  system?: boolean;
  busy: boolean;
  onTake: () => unknown;
}

/** Makes a virtual cluster of a namespace. */
export function TakeButton({ name, system = false, busy, onTake }: TakeButtonProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="sm"
        busy={busy}
        onClick={() => (system ? setAsking(true) : onTake())}
        aria-label={`Take ${name} under management`}
      >
        Take under management
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={
          <>
            Take <span className="font-mono">{name}</span> under management?
          </>
        }
        description="This namespace belongs to Kubernetes, Istio or Lamia. Its gateways will be walked, and its metadata can be edited. Its objects stay as they are: change those with kubectl."
        confirmLabel="Take under management"
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

/** Takes a namespace under management or releases it; says so, and offers the way back. Throws what went wrong. */
export function useSetManaged() {
  const client = useQueryClient();
  const { mutateAsync, isPending, variables } = useMutation({
    // Where a name has to be typed, the button has asked for it.
    mutationFn: ({ name, managed }: { name: string; managed: boolean }) =>
      setManaged(name, managed, managed ? name : undefined),
    onSuccess: (_, { name, managed }) =>
      showToast({
        id: `managed/${name}`,
        tone: "success",
        title: managed ? `${name} is a virtual cluster now` : `${name} is released`,
        description: managed
          ? "Its gateways are walked from now on."
          : "Its gateways are no longer walked. Nothing in it was deleted.",
        action: {
          label: "Undo",
          onClick: () => void setManaged(name, !managed, managed ? undefined : name).catch(() => undefined),
        },
      }),
    onError: (error, { name }) =>
      showToast({ tone: "error", title: `${name} could not be changed`, description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: ["virtual-clusters"] }),
  });
  return {
    take: (name: string) => mutateAsync({ name, managed: true }).catch(() => undefined),
    release: (name: string) => mutateAsync({ name, managed: false }),
    busyName: isPending ? variables.name : null,
  };
}

/** Namespaces of Kubernetes, Istio and the panel itself, which are not offered as virtual clusters. */
export function isSystemNamespace(name: string): boolean {
  return name.startsWith("kube-") || name === "istio-system" || name === "lamia-system";
}
