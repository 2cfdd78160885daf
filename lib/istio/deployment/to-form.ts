import { dropUndefined } from "../fields/drop-empty";
import { objectForm } from "../fields/object-form";
import type { DeploymentForm, DeploymentPortForm } from "./form";
import { appOf, versionOf, withoutOwnedLabels } from "./labels";
import { mainContainer } from "./main-container";
import type { DeploymentObject } from "./object";
import { isShownPort, isShownVariable } from "./shown-entries";

/**
 * The form that shows a Deployment, whoever made it. Variables that refer to Secrets or fields are left out, and ports
 * of other protocols than TCP.
 */
export function formFromDeployment(deployment: DeploymentObject): DeploymentForm {
  const { metadata, spec } = deployment;
  const podLabels = spec?.template?.metadata?.labels ?? {};
  const labels = { ...metadata.labels, ...podLabels };
  const app = appOf(metadata.name, labels);
  const container = mainContainer(deployment, app);
  return {
    ...objectForm(metadata),
    labels: withoutOwnedLabels(metadata.labels),
    app,
    version: versionOf(labels) ?? "",
    image: container?.image ?? "",
    replicas: spec?.replicas ?? 1,
    ports: (container?.ports ?? [])
      .filter(isShownPort)
      .map(
        ({ containerPort, name }): DeploymentPortForm =>
          dropUndefined({ port: containerPort, name: name || undefined }),
      ),
    env: (container?.env ?? [])
      .filter(isShownVariable)
      .map(({ name, value }) => ({ name, value: value ?? "" })),
  };
}
