"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useSaving } from "@/components/mesh-object/use-saving";
import type { DeploymentDetails } from "@/lib/api/application";
import { createDeployment, deploymentQuery, saveDeployment } from "@/lib/client/applications";
import type { DeploymentForm } from "@/lib/istio/deployment/form";

export type VersionDetailsRead = DeploymentDetails<DeploymentForm>;

/** Saves a version and keeps the cache in step. */
export function useSaveVersion(virtualCluster: string) {
  const client = useQueryClient();
  return useSaving<VersionDetailsRead>({
    async send({ form, base, force }) {
      const saved = base
        ? await saveDeployment<DeploymentForm>(virtualCluster, form, {
            resourceVersion: base.resourceVersion,
            ...(force ? { force } : {}),
          })
        : await createDeployment<DeploymentForm>(virtualCluster, form);
      client.setQueryData(deploymentQuery<DeploymentForm>(virtualCluster, saved.name).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["applications"] });
    },
    read: (answer) => answer as VersionDetailsRead,
  });
}
