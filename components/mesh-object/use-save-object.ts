"use client";
import { useQueryClient } from "@tanstack/react-query";
import type { MeshObjectDetails } from "@/lib/api/mesh-object";
import {
  createMeshObject,
  type MeshKind,
  meshKinds,
  meshObjectQuery,
  saveMeshObject,
  saveObject,
} from "@/lib/client/mesh-objects";
import { type SaveRequest, useSaving } from "./use-saving";

/** Saves an object and keeps the cache in step. `onSaved` is called once it stands. */
export function useSaveObject(
  kind: MeshKind,
  virtualCluster: string,
  onSaved: (saved: MeshObjectDetails) => void,
) {
  const client = useQueryClient();
  return useSaving({
    kind,
    virtualCluster,
    async send(request) {
      const saved = await write(kind, virtualCluster, request);
      client.setQueryData(meshObjectQuery(kind, virtualCluster, saved.name).queryKey, saved);
      void client.invalidateQueries({
        predicate: ({ queryKey: [topic, , name] }) => topic === meshKinds[kind] && name === null,
      });
      onSaved(saved);
    },
    theirsOf: async ({ current }) => (current as MeshObjectDetails | undefined) ?? null,
  });
}

function write(kind: MeshKind, virtualCluster: string, request: SaveRequest): Promise<MeshObjectDetails> {
  const { form, base, object, force = false, ignoreFindings = false } = request;
  const flags = { ...(force ? { force } : {}), ...(ignoreFindings ? { ignoreFindings } : {}) };
  const version = base ? { resourceVersion: base.resourceVersion } : {};
  if (object) return saveObject(virtualCluster, { object: { ...object }, ...version, ...flags });
  return base
    ? saveMeshObject(kind, virtualCluster, form, { ...version, ...flags })
    : createMeshObject(kind, virtualCluster, form, ignoreFindings ? { ignoreFindings } : {});
}
