import { metadataPrefix } from "@/lib/istio/fields/metadata";
import { appOf } from "./labels";
import type { Container, ContainerPort, DeploymentObject, Variable } from "./object";

type Path = readonly (string | number)[];

export const containersPath: Path = ["spec", "template", "spec", "containers"];
export const podLabelsPath: Path = ["spec", "template", "metadata", "labels"];

/** The container that the form speaks of, and where it stands; at 0 when there is none yet. */
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

/** The place in a Deployment that a field of its form stands for. */
export function deploymentObjectPath(
  deployment: DeploymentObject,
  [field = "", ...rest]: Path,
): (string | number)[] {
  if (field === "name" || field === "labels") return ["metadata", field, ...rest];
  if (field === "metadata") return ["metadata", "annotations", ...rest.map((key) => metadataPrefix + key)];
  if (field === "app" || field === "version") return [...podLabelsPath, labelOf(deployment, field)];
  if (field === "replicas") return ["spec", field];
  const { index, container } = mainContainerOf(deployment);
  const place = [...containersPath, index, field];
  const [entry, inner] = rest;
  if (entry === undefined) return place;
  const position = shownPositions(container, field)[Number(entry)] ?? Number(entry);
  return [...place, position, ...(inner === undefined ? [] : [inner === "port" ? "containerPort" : inner])];
}

/** The field of the form that shows a place in a Deployment; `[]` when none does. */
export function deploymentFormPath(deployment: DeploymentObject, path: Path): (string | number)[] {
  const [top, field] = path;
  if (top === "metadata") return field === "labels" ? labelField(path[2]) : field === "name" ? ["name"] : [];
  if (field === "replicas") return ["replicas"];
  if (field === "selector") return ["app"];
  if (isWithin(path, podLabelsPath)) return labelField(path[podLabelsPath.length]);
  const { index, container } = mainContainerOf(deployment);
  if (!isWithin(path, [...containersPath, index])) return [];
  const [list, entry, inner] = path.slice(containersPath.length + 1);
  if (list === "image") return ["image"];
  if (list !== "ports" && list !== "env") return [];
  const position = shownPositions(container, list).indexOf(Number(entry));
  if (entry === undefined || position < 0) return [list];
  const shown = inner === "containerPort" ? "port" : inner;
  return shown === "port" || shown === "name" || shown === "value"
    ? [list, position, shown]
    : [list, position];
}

/** Positions in the container's list of those entries that the form shows. */
function shownPositions(container: Container | undefined, list: string | number): number[] {
  const shown =
    list === "ports"
      ? container?.ports?.map(isShownPort)
      : list === "env"
        ? container?.env?.map(isShownVariable)
        : undefined;
  return (shown ?? []).flatMap((isShown, position) => (isShown ? [position] : []));
}

/** The pods' label that says the application or version: the recommended one, where that alone is there. */
function labelOf({ spec }: DeploymentObject, field: "app" | "version"): string {
  const labels = spec?.template?.metadata?.labels ?? {};
  const recommended = field === "app" ? "app.kubernetes.io/name" : "app.kubernetes.io/version";
  return labels[field] === undefined && labels[recommended] !== undefined ? recommended : field;
}

function labelField(label: string | number | undefined): (string | number)[] {
  if (label === undefined) return ["labels"];
  if (label === "app" || label === "app.kubernetes.io/name") return ["app"];
  if (label === "version" || label === "app.kubernetes.io/version") return ["version"];
  return label === "deployment" || label === "app.kubernetes.io/managed-by" ? [] : ["labels", label];
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, at) => path[at] === step);
}

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

/** Whether the form shows a port: those of other protocols than TCP stay as they are. */
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
 * By what the entries of a Deployment's lists are told apart, as server-side apply does (x-kubernetes-list-map-keys):
 * what others added to them, or beside them, stays.
 */
export const keyedLists = {
  [containers]: ({ name }: Entry) => String(name),
  [`${containers}.ports`]: ({ containerPort, protocol = "TCP" }: Entry) => `${containerPort} ${protocol}`,
  [`${containers}.env`]: ({ name }: Entry) => String(name),
};
