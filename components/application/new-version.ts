import type { DeploymentForm, DeploymentFormInput } from "@/lib/istio/deployment/form";

/** What the form of a new application begins with. */
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
 * What the form of one more version begins with: how the last one is run. Labels are left behind, as by those others
 * may choose pods.
 */
export function nextVersion(app: string, last: DeploymentForm | undefined): DeploymentFormInput {
  const { image = "", ports = [], env = [] } = last ?? {};
  return { ...firstVersion, app, image, ports, env };
}

/** The name that a Deployment of this application and version mostly has, such as `shop-v2`. */
export function deploymentNameFor(app: string, version: string): string {
  return [app, version]
    .map((part) => part.toLowerCase().replace(/[^a-z0-9.-]+/g, "-"))
    .filter((part) => part !== "")
    .join("-")
    .replace(/^[.-]+|[.-]+$/g, "");
}
