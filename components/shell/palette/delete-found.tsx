"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import { DeleteApplicationDialog } from "@/components/application/delete-dialogs";
import { DeleteGatewayDialog } from "@/components/gateway/delete-gateway-dialog";
import { DeleteDialog } from "@/components/mesh-object/delete-dialog";
import {
  lossesOfDestinationRule,
  lossesOfService,
  lossesOfServiceEntry,
  lossesOfVirtualService,
} from "@/components/mesh-object/losses";
import { showToast } from "@/components/ui/overlay/toast";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { FoundObject } from "@/lib/api/page";
import { applicationQuery } from "@/lib/client/applications";
import { gatewayQuery } from "@/lib/client/gateways";
import { type MeshKind, meshObjectQuery } from "@/lib/client/mesh-objects";

export interface DeleteFoundProps {
  object: FoundObject;
  onClose: () => void;
}

/** Asks before an object from the palette is deleted, like its own page does. */
export function DeleteFound({ object, onClose }: DeleteFoundProps) {
  const router = useRouter();
  const pathname = usePathname();
  const { kind, name, link } = object;
  const virtualCluster = object.virtualCluster ?? "";
  // If its page is open, it has nothing left to show.
  const leave = () => {
    if (pathname.startsWith(link)) router.push(link.replace(/\/[^/]*$/, ""));
  };
  const props = { virtualCluster, name, onClose, onDeleted: leave };
  if (kind === "Gateway") return <DeleteGateway {...props} />;
  if (kind === "Application") return <DeleteApplication {...props} />;
  return Object.hasOwn(losses, kind) ? <DeleteMeshObject {...props} kind={kind as MeshKind} /> : null;
}

interface DeleteProps {
  virtualCluster: string;
  name: string;
  onClose: () => void;
  onDeleted: () => void;
}

function DeleteGateway({ virtualCluster, name, onClose, onDeleted }: DeleteProps) {
  const query = useQuery(gatewayQuery(virtualCluster, name));
  useProblem(query.error, onClose);
  if (!query.data) return null;
  return (
    <DeleteGatewayDialog
      gateway={query.data}
      open
      onOpenChange={(open) => open || onClose()}
      onDeleted={onDeleted}
    />
  );
}

function DeleteApplication({ virtualCluster, name, onClose, onDeleted }: DeleteProps) {
  const query = useQuery(applicationQuery(virtualCluster, name));
  useProblem(query.error, onClose);
  return <DeleteApplicationDialog application={query.data ?? null} onClose={onClose} onDeleted={onDeleted} />;
}

type LossesOf = (object: MeshObject) => readonly string[];

const losses: Readonly<Record<MeshKind, LossesOf>> = {
  Service: lossesOfService as LossesOf,
  DestinationRule: lossesOfDestinationRule as LossesOf,
  VirtualService: lossesOfVirtualService as LossesOf,
  ServiceEntry: lossesOfServiceEntry as LossesOf,
};

function DeleteMeshObject(props: DeleteProps & { kind: MeshKind }) {
  const { kind, virtualCluster, name, onClose, onDeleted } = props;
  const query = useQuery(meshObjectQuery(kind, virtualCluster, name));
  useProblem(query.error, onClose);
  return (
    <DeleteDialog
      kind={kind}
      object={query.data ?? null}
      onClose={onClose}
      lossesOf={losses[kind]}
      onDeleted={onDeleted}
    />
  );
}

/** Skips the question for an object that can't be loaded, or is gone. */
function useProblem(error: Error | null, onClose: () => void): void {
  useEffect(() => {
    if (!error) return;
    showToast({ tone: "error", title: error.message });
    onClose();
  }, [error, onClose]);
}
