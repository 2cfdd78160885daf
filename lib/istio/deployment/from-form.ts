import { dropUndefined, orAbsent } from "../fields/drop-empty";
import { objectMeta } from "../fields/object-form";
import type { DeploymentForm } from "./form";
import { appOf, isOwnDeployment } from "./labels";
import { mainContainer } from "./main-container";
import type { DeploymentObject } from "./object";

/**
 * The Deployment that a valid form describes, with Lamia's own fields only: the body of a server-side apply, whose
 * lists are merged by key, so that what others added to the container stays. Of a Deployment that Lamia did not
 * make (`current`) it has the image and the replicas, nothing else.
 */
export function deploymentFromForm(
  form: DeploymentForm,
  namespace: string,
  current?: DeploymentObject,
): DeploymentObject {
  const named = current && mainContainer(current, form.app)?.name;
  if (current && !isOwnDeployment(current.metadata)) return imageAndReplicas(form, namespace, named);
  const pods = dropUndefined({ app: form.app, deployment: form.name, version: form.version || undefined });
  const labels = { ...form.labels, ...pods, "app.kubernetes.io/managed-by": "lamia" };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { ...objectMeta(form, namespace), labels },
    spec: {
      replicas: form.replicas,
      // A selector cannot be changed later: the version is not part of it.
      selector: current?.spec.selector ?? { matchLabels: { app: form.app, deployment: form.name } },
      template: {
        metadata: { labels: { ...form.labels, ...pods } },
        spec: {
          containers: [
            dropUndefined({
              name: named ?? form.app,
              image: form.image,
              ports: orAbsent(
                form.ports.map(({ port, name }) =>
                  dropUndefined({ containerPort: port, protocol: "TCP", name: name || undefined }),
                ),
              ),
              // The API server leaves an empty value out.
              env: orAbsent(
                form.env.map(({ name, value }) => dropUndefined({ name, value: value || undefined })),
              ),
            }),
          ],
        },
      },
    },
  };
}

function imageAndReplicas(
  form: DeploymentForm,
  namespace: string,
  container: string | undefined,
): DeploymentObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: form.name, namespace },
    spec: {
      replicas: form.replicas,
      template: { spec: { containers: [{ name: container ?? appOf(form.name, {}), image: form.image }] } },
    },
  };
}
