import type { DeploymentForm, DeploymentFormInput } from "@/lib/istio/deployment/form";

/** The initial values of the form for a new application. */
export const firstVersion: DeploymentFormInput = {
  name: "",
  labels: {},
  metadata: {},
  app: "",
  version: "",
  image: "",
  replicas: 1,
  ports: [],
  env: [],
};

/**
 * The initial values of the form for another version: the settings of the last one. Without its labels, because
 * others may select pods by those.
 */
export function nextVersion(app: string, last: DeploymentForm | undefined): DeploymentFormInput {
  const { image = "", ports = [], env = [] } = last ?? {};
  return { ...firstVersion, app, image, ports, env };
}

/** The usual name of a Deployment for this application and version, such as `shop-v2`. */
export function deploymentNameFor(app: string, version: string): string {
  return [app, version]
    .map((part) => part.toLowerCase().replace(/[^a-z0-9.-]+/g, "-"))
    .filter((part) => part !== "")
    .join("-")
    .replace(/^[.-]+|[.-]+$/g, "");
}
