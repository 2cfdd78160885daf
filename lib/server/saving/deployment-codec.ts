import { appOf, isOwnDeployment } from "@/lib/istio/deployment/labels";
import { mainContainer } from "@/lib/istio/deployment/main-container";
import type { Container, DeploymentObject as Typed } from "@/lib/istio/deployment/object";
import { formFromDeployment } from "@/lib/istio/deployment/to-form";
import { metadataPrefix } from "@/lib/istio/fields/metadata";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { DeploymentObject } from "@/lib/kubernetes/kinds";
import { deploymentDetails } from "../views/deployment-view";
import type { Codec, Path } from "./codec";
import { placeInForm } from "./mesh-codec";
import { putAt, valueAt } from "./put-at";

const containersPath = ["spec", "template", "spec", "containers"];
const podLabels = ["spec", "template", "metadata", "labels"];

/** How a Deployment is saved; of one that Lamia did not make, the form is its image and its replicas. */
export function deploymentCodec({ metadata }: KubernetesObject): Codec {
  const own = isOwnDeployment(metadata);
  return {
    kind: "Deployment",
    title: "Deployment",
    toForm(object) {
      const form = formFromDeployment(object as unknown as Typed);
      return own ? form : { image: form.image, replicas: form.replicas };
    },
    objectPath,
    formPath,
    repair: (standing, asked, paths) =>
      paths.reduce((object, path) => repaired(object, asked, path), standing),
    view: (object) => deploymentDetails(object as unknown as DeploymentObject),
  };
}

function main(object: KubernetesObject): { index: number; container: Container | undefined } {
  const deployment = object as unknown as Typed;
  const labels = { ...object.metadata.labels, ...deployment.spec.template?.metadata?.labels };
  const container = mainContainer(deployment, appOf(object.metadata.name, labels));
  const containers = deployment.spec.template?.spec?.containers ?? [];
  return { index: container ? containers.indexOf(container) : 0, container };
}

function objectPath(object: KubernetesObject, [field = "", ...rest]: Path): Path {
  const { index, container } = main(object);
  const inContainer = [...containersPath, index];
  if (field === "name" || field === "labels") return ["metadata", field, ...rest];
  if (field === "metadata") return ["metadata", "annotations", ...rest.map((key) => metadataPrefix + key)];
  if (field === "app" || field === "version") return [...podLabels, field];
  if (field === "replicas") return ["spec", field];
  if (field !== "env") return [...inContainer, field, ...rest];
  // Variables that refer elsewhere are not in the form.
  const plain = (container?.env ?? []).flatMap(({ valueFrom }, at) => (valueFrom === undefined ? [at] : []));
  const [entry, ...inner] = rest;
  return [...inContainer, field, ...(entry === undefined ? [] : [plain[Number(entry)] ?? 0]), ...inner];
}

function formPath(object: KubernetesObject, path: Path): Path {
  const [top, field, , inner, , ...rest] = path;
  if (top === "metadata") return placeInForm(object, path);
  if (field === "replicas") return ["replicas"];
  if (inner === "labels") return path.slice(4, 5);
  if (inner === "containers")
    return rest[0] === "ports" || rest[0] === "env" ? rest.slice(0, 2) : rest.slice(0, 1);
  return [];
}

function repaired(object: KubernetesObject, asked: KubernetesObject, path: Path): KubernetesObject {
  const at = containersPath.length;
  const isInContainer = containersPath.every((step, index) => path[index] === step);
  const inner = path[at + 1];
  if (isInContainer && (inner === "env" || inner === "ports")) return withEntries(object, asked, inner);
  if (isInContainer) return withField(object, asked, String(inner));
  const place = path.some((step) => typeof step === "number") ? path.slice(0, -1) : path;
  const next = putAt(object, place, valueAt(asked, place)) as KubernetesObject;
  const [top, field, key] = path;
  // A label stands on the pods too.
  return top === "metadata" && field === "labels" && key !== undefined
    ? (putAt(next, [...podLabels, key], valueAt(asked, [...podLabels, key])) as KubernetesObject)
    : next;
}

/** The lists of a container are joined by key: what others added to an entry that stays is kept. */
function withEntries(
  object: KubernetesObject,
  asked: KubernetesObject,
  list: "ports" | "env",
): KubernetesObject {
  const { container } = main(object);
  const wanted = main(asked).container;
  const referring = (container?.env ?? []).filter(({ valueFrom }) => valueFrom !== undefined);
  const entries =
    list === "env"
      ? [...referring, ...(wanted?.env ?? []).filter(({ valueFrom }) => valueFrom === undefined)]
      : (wanted?.ports ?? []).map((port) => {
          const { name: _, ...kept } =
            container?.ports?.find(({ containerPort }) => containerPort === port.containerPort) ?? {};
          return { ...kept, ...port };
        });
  return inMain(object, { [list]: entries });
}

function withField(object: KubernetesObject, asked: KubernetesObject, field: string): KubernetesObject {
  return inMain(object, { [field]: main(asked).container?.[field as keyof Container] });
}

function inMain(object: KubernetesObject, fields: object): KubernetesObject {
  const { index } = main(object);
  const containers = (object as unknown as Typed).spec.template.spec?.containers ?? [];
  const next = containers.map((each, position) => (position === index ? { ...each, ...fields } : each));
  return putAt(object, containersPath, next) as KubernetesObject;
}
