import { formFromDeployment } from "@/lib/istio/deployment/convert";
import { isOwnDeployment } from "@/lib/istio/deployment/labels";
import type { Container, ContainerPort, DeploymentObject as Typed } from "@/lib/istio/deployment/object";
import {
  containersPath,
  isShownPort,
  isShownVariable,
  mainContainerOf,
  podLabelsPath,
} from "@/lib/istio/deployment/places";
import { valueAt } from "@/lib/istio/edit/value-at";
import { formPath, objectPath } from "@/lib/istio/kinds/object-path";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { DeploymentObject } from "@/lib/kubernetes/kinds";
import { deploymentDetails } from "../views/deployment-view";
import type { Codec, Path } from "./codec";
import { putAt } from "./put-at";

/** How a Deployment is saved; of one that Lamia did not make, the form is its image and its replicas. */
export function deploymentCodec({ metadata }: KubernetesObject): Codec {
  const own = isOwnDeployment(metadata);
  return {
    kind: "Deployment",
    title: "Deployment",
    toForm(object) {
      const form = formFromDeployment(object as Typed);
      return own ? form : { image: form.image, replicas: form.replicas };
    },
    objectPath,
    formPath,
    repair: (standing, asked, paths) =>
      paths.reduce((object, path) => repaired(object, asked, path), standing),
    view: (object) => deploymentDetails(object as unknown as DeploymentObject),
  };
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
  const onPods = [...podLabelsPath, key ?? ""];
  return top === "metadata" && field === "labels" && key !== undefined
    ? (putAt(next, onPods, valueAt(asked, onPods)) as KubernetesObject)
    : next;
}

/** The lists of a container are joined by key: what others added to an entry that stays is kept. */
function withEntries(
  object: KubernetesObject,
  asked: KubernetesObject,
  list: "ports" | "env",
): KubernetesObject {
  const standing = main(object).container;
  const wanted = main(asked).container;
  const entries =
    list === "env"
      ? [
          ...(standing?.env ?? []).filter((variable) => !isShownVariable(variable)),
          ...(wanted?.env ?? []).filter(isShownVariable),
        ]
      : [
          ...(standing?.ports ?? []).filter((port) => !isShownPort(port)),
          ...(wanted?.ports ?? []).map((port) => {
            const { name: _, ...kept } = standing?.ports?.find((each) => isSamePort(each, port)) ?? {};
            return { ...kept, ...port };
          }),
        ];
  return inMain(object, { [list]: entries });
}

function withField(object: KubernetesObject, asked: KubernetesObject, field: string): KubernetesObject {
  return inMain(object, { [field]: main(asked).container?.[field as keyof Container] });
}

function inMain(object: KubernetesObject, fields: object): KubernetesObject {
  const { index } = main(object);
  const containers = (object as Typed).spec.template.spec?.containers ?? [];
  const next = containers.map((each, position) => (position === index ? { ...each, ...fields } : each));
  return putAt(object, containersPath, next) as KubernetesObject;
}

function isSamePort(one: ContainerPort, other: ContainerPort): boolean {
  return one.containerPort === other.containerPort && isShownPort(one);
}

function main(object: KubernetesObject) {
  return mainContainerOf(object as Typed);
}
