import { same } from "@/lib/istio/edit/merge-edits";
import { dropUndefined, orAbsent } from "@/lib/istio/fields/drop-empty";
import type { FieldProblem } from "@/lib/istio/fields/field-problem";
import { objectForm, objectMeta } from "@/lib/istio/fields/object-form";
import type { DeploymentObject } from "@/lib/model/object";
import {
  appOf,
  type DeploymentForm,
  type DeploymentPortForm,
  isOwnDeployment,
  versionOf,
  withoutOwnedLabels,
} from "./form";
import { isShownPort, isShownVariable, mainContainer } from "./places";
import { texts } from "./texts";

/**
 * The Deployment that a valid form describes, with Lamia's own fields only: the body of a server-side apply, which merges
 * lists by key, so that what others added to the container stays. For a Deployment that Lamia didn't create (`current`), it
 * contains only the image and the replicas.
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
      // A selector is immutable, so the version isn't part of it.
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
              // The API server omits an empty value.
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

/**
 * The form that shows any Deployment, whoever created it. Omits variables that refer to Secrets or fields, and ports of
 * protocols other than TCP.
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

/**
 * The changes in a form that aren't possible, so that none is dropped silently. For Lamia's own Deployment, those are the
 * labels in its selector; for others, everything except the image and the replicas.
 */
export function fixedFieldProblems(form: DeploymentForm, current: DeploymentObject): FieldProblem[] {
  const existing = formFromDeployment(current);
  const own = isOwnDeployment(current.metadata);
  const fixed = own
    ? (["name", "app"] as const)
    : (["name", "app", "version", "ports", "env", "labels", "metadata"] as const);
  const message = own ? texts.partOfSelector : texts.foreignDeployment;
  return fixed
    .filter((field) => !same(form[field], existing[field]))
    .map((field) => ({ path: [field], message }));
}
