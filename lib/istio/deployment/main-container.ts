import type { Container, DeploymentObject } from "./object";

/**
 * The container that the form speaks of: the one named like the application, else the first that is no sidecar of
 * Istio's.
 */
export function mainContainer({ spec }: Pick<DeploymentObject, "spec">, app: string): Container | undefined {
  const containers = spec?.template?.spec?.containers ?? [];
  return (
    containers.find(({ name }) => name === app) ??
    containers.find(({ name }) => name !== "istio-proxy") ??
    containers[0]
  );
}
