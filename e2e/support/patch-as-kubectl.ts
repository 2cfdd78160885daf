import {
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from "@kubernetes/client-node";
import type { Stage } from "./stage";

/** Changes an object of `vamp-demo` past the panel, as `kubectl edit` would: by a merge patch of another writer. */
export async function patchAsKubectl(
  { sandbox }: Stage,
  object: { apiVersion: string; kind: string; name: string },
  { metadata, spec }: { metadata?: object; spec: object },
): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(sandbox.kubeconfig);
  const { apiVersion, kind, name } = object;
  await KubernetesObjectApi.makeApiClient(config).patch(
    { apiVersion, kind, metadata: { name, namespace: "vamp-demo", ...metadata }, spec } as KubernetesObject,
    undefined,
    undefined,
    "kubectl-edit",
    undefined,
    PatchStrategy.MergePatch,
  );
}
