import { plural } from "@/components/overview/plural";
import type { DeploymentView } from "@/lib/api/application";

/** `3 pods of 2 Deployments`; pods are the replicas wanted. */
export function podsInWords(versions: readonly Pick<DeploymentView, "replicas">[]): string {
  const pods = versions.reduce((sum, { replicas }) => sum + replicas, 0);
  return `${plural(pods, "pod")} of ${plural(versions.length, "Deployment")}`;
}
