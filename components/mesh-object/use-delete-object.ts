"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { showToast } from "@/components/ui/overlay/toast";
import { deleteMeshObject, type MeshKind, meshKinds } from "@/lib/client/mesh-objects";
import { settleDeletion, startDeletion } from "./deletions";
import { kindTitles } from "./kind-pages";

const graceInMilliseconds = 6_000;

/** What tells a hidden object from all others. */
export function deletionKey(kind: MeshKind, virtualCluster: string, name: string): string {
  return `${kind} ${virtualCluster}/${name}`;
}

/** Deletes at once for the eye, and in the cluster after a few seconds in which a toast offers Undo. */
export function useDeleteObject(kind: MeshKind) {
  const client = useQueryClient();
  return useCallback(
    (virtualCluster: string, name: string) => {
      const { title } = kindTitles[kind];
      const key = deletionKey(kind, virtualCluster, name);
      async function run() {
        try {
          await deleteMeshObject(kind, virtualCluster, name);
        } catch (error) {
          const description = error instanceof Error ? error.message : undefined;
          showToast({ id: key, tone: "error", title: `${title} ${name} was not deleted`, description });
        }
        await client.invalidateQueries({ queryKey: [meshKinds[kind]] });
        settleDeletion(key);
      }
      const undo = startDeletion(key, () => void run(), graceInMilliseconds);
      showToast({
        id: key,
        tone: "success",
        title: `${title} ${name} deleted`,
        seconds: graceInMilliseconds / 1000,
        action: { label: "Undo", onClick: undo },
      });
    },
    [client, kind],
  );
}
