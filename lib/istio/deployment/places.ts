import { objectPlaces } from "@/lib/istio/fields/object-form";
import { both, type Place, type Steps, shownBy, step } from "@/lib/istio/fields/places";
import type {
  Container,
  ContainerPort,
  DeploymentObject,
  KubernetesObject,
  Variable,
} from "@/lib/model/object";
import { appOf } from "./form";
export const containersPath: readonly string[] = ["spec", "template", "spec", "containers"];
export const podLabelsPath: readonly string[] = ["spec", "template", "metadata", "labels"];

/** The container that the form shows, and its position; 0 if there is none yet. */
export function mainContainerOf(deployment: DeploymentObject): {
  index: number;
  container: Container | undefined;
} {
  const { metadata, spec } = deployment;
  const labels = { ...metadata.labels, ...spec?.template?.metadata?.labels };
  const container = mainContainer(deployment, appOf(metadata.name, labels));
  const containers = spec?.template?.spec?.containers ?? [];
  return { index: container ? containers.indexOf(container) : 0, container };
}

/** Positions in the container's list of the entries that the form shows. */
function shownPositions(container: Container | undefined, list: string | number): number[] {
  const shown =
    list === "ports"
      ? container?.ports?.map(isShownPort)
      : list === "env"
        ? container?.env?.map(isShownVariable)
        : undefined;
  return (shown ?? []).flatMap((isShown, position) => (isShown ? [position] : []));
}

const recommendedLabels = { app: "app.kubernetes.io/name", version: "app.kubernetes.io/version" } as const;

/** The pods' label with the application or version: the recommended one, if it is the only one. */
function labelOf({ spec }: DeploymentObject, field: "app" | "version"): string {
  const labels = spec?.template?.metadata?.labels ?? {};
  const recommended = recommendedLabels[field];
  return labels[field] === undefined && labels[recommended] !== undefined ? recommended : field;
}

/**
 * The container that the form shows: the one with the application's name, otherwise the first one that isn't an Istio
 * sidecar.
 */
export function mainContainer({ spec }: Pick<DeploymentObject, "spec">, app: string): Container | undefined {
  const containers = spec?.template?.spec?.containers ?? [];
  return (
    containers.find(({ name }) => name === app) ??
    containers.find(({ name }) => name !== "istio-proxy") ??
    containers[0]
  );
}

/** Whether the form shows a port; those of protocols other than TCP stay as they are. */
export function isShownPort({ protocol }: ContainerPort): boolean {
  return (protocol ?? "TCP") === "TCP";
}

/** Whether the form shows a variable: those that refer to Secrets or fields stay as they are. */
export function isShownVariable({ valueFrom }: Variable): boolean {
  return valueFrom === undefined;
}

type Entry = Record<string, unknown>;

const containers = containersPath.join(".");

/**
 * The keys of the entries in a Deployment's lists, as in server-side apply (x-kubernetes-list-map-keys): anything that others
 * added inside or next to them stays.
 */
export const keyedLists = {
  [containers]: ({ name }: Entry) => String(name),
  [`${containers}.ports`]: ({ containerPort, protocol = "TCP" }: Entry) => `${containerPort} ${protocol}`,
  [`${containers}.env`]: ({ name }: Entry) => String(name),
};

/** The key of the label with the application or version, for which the form has a field. */
function labelKey(field: "app" | "version"): Steps {
  const keys: readonly unknown[] = [field, recommendedLabels[field]];
  return {
    inForm: 0,
    inObject: 1,
    toObject: (object) => [labelOf(object as DeploymentObject, field)],
    toForm: (_, [key]) => (keys.includes(key) ? [] : null),
  };
}

const main: Steps = {
  inForm: 0,
  inObject: 1,
  toObject: (object) => [mainContainerOf(object as DeploymentObject).index],
  toForm: (object, [index]) => (index === mainContainerOf(object as DeploymentObject).index ? [] : null),
};

/** The position among the entries that the form shows, and among all. */
function entry(list: "ports" | "env"): Steps {
  const positions = (object: KubernetesObject) =>
    shownPositions(mainContainerOf(object as DeploymentObject).container, list);
  return {
    inForm: 1,
    inObject: 1,
    toObject: (object, [index]) => [positions(object)[Number(index)] ?? Number(index)],
    toForm(object, [index]) {
      const position = positions(object).indexOf(Number(index));
      return position < 0 ? null : [position];
    },
  };
}

const container: Place["object"] = [...containersPath, main];
const [app, version, port, variable] = [labelKey("app"), labelKey("version"), entry("ports"), entry("env")];

/** Where the fields of the form are in a Deployment. */
export const deploymentPlaces: readonly Place[] = [
  both(["app"], [...podLabelsPath, app]),
  both(["version"], [...podLabelsPath, version]),
  shownBy(["spec", "selector", step.below], ["app"]),
  ...[podLabelsPath, ["metadata", "labels"]].flatMap((labels) => [
    shownBy([...labels, app], ["app"]),
    shownBy([...labels, version], ["version"]),
    shownBy([...labels, "deployment"], []),
    shownBy([...labels, "app.kubernetes.io/managed-by"], []),
  ]),
  ...objectPlaces,
  shownBy([...podLabelsPath, step.rest], ["labels", step.rest]),
  both(["replicas"], ["spec", "replicas"]),
  both(["image"], [...container, "image"]),
  both(["ports", port, "port"], [...container, "ports", port, "containerPort"]),
  both(["ports", port, "name"], [...container, "ports", port, "name"]),
  both(["ports", port], [...container, "ports", port]),
  shownBy([...container, "ports", port, step.below], ["ports", port]),
  both(["env", variable, "name"], [...container, "env", variable, "name"]),
  both(["env", variable, "value"], [...container, "env", variable, "value"]),
  both(["env", variable], [...container, "env", variable]),
  shownBy([...container, "env", variable, step.below], ["env", variable]),
  both(["ports"], [...container, "ports"]),
  both(["env"], [...container, "env"]),
  shownBy([...container, "ports", step.below], ["ports"]),
  shownBy([...container, "env", step.below], ["env"]),
];
