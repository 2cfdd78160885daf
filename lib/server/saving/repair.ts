import { isOwnDeployment } from "@/lib/istio/deployment/form";
import {
  containersPath,
  isShownPort,
  isShownVariable,
  mainContainerOf,
  podLabelsPath,
} from "@/lib/istio/deployment/places";
import { isRecord, valueAt } from "@/lib/istio/edit/merge-edits";
import type { Path } from "@/lib/istio/fields/places";
import { type Kind, kindEntry } from "@/lib/istio/kinds";
import type { Container, ContainerPort, DeploymentObject, KubernetesObject } from "@/lib/model/object";

/** What a save may change of an object, as its form shows it: of a Deployment that Lamia did not make, image and replicas. */
export function writableForm(object: KubernetesObject): unknown {
  const form = kindEntry(object.kind as Kind).toForm(object);
  if (object.kind !== "Deployment" || isOwnDeployment(object.metadata)) return form;
  const { image, replicas } = form as { image: string; replicas: number };
  return { image, replicas };
}

/** `standing` with what stands at the paths as `asked` has it, all else kept. */
export function repaired(
  current: KubernetesObject,
  asked: KubernetesObject,
  paths: readonly Path[],
): KubernetesObject {
  const repair = current.kind === "Deployment" ? deploymentRepaired : wholeListsRepaired;
  return paths.reduce((object, path) => repair(object, asked, path), current);
}

/** A list that the form makes holds whole entries, with what others have in them. */
function wholeListsRepaired(object: KubernetesObject, asked: KubernetesObject, path: Path): KubernetesObject {
  const index = path.findIndex((step) => typeof step === "number");
  const place = index < 0 ? path : path.slice(0, index);
  return putAt(object, place, valueAt(asked, place)) as KubernetesObject;
}

function deploymentRepaired(object: KubernetesObject, asked: KubernetesObject, path: Path): KubernetesObject {
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
  const current = main(object).container;
  const wanted = main(asked).container;
  const entries =
    list === "env"
      ? [
          ...(current?.env ?? []).filter((variable) => !isShownVariable(variable)),
          ...(wanted?.env ?? []).filter(isShownVariable),
        ]
      : [
          ...(current?.ports ?? []).filter((port) => !isShownPort(port)),
          ...(wanted?.ports ?? []).map((port) => {
            const { name: _, ...kept } = current?.ports?.find((each) => isSamePort(each, port)) ?? {};
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
  const containers = (object as DeploymentObject).spec.template.spec?.containers ?? [];
  const next = containers.map((each, position) => (position === index ? { ...each, ...fields } : each));
  return putAt(object, containersPath, next) as KubernetesObject;
}

function isSamePort(one: ContainerPort, other: ContainerPort): boolean {
  return one.containerPort === other.containerPort && isShownPort(one);
}

function main(object: KubernetesObject) {
  return mainContainerOf(object as DeploymentObject);
}

/** A copy with the value at the path; undefined takes the field away. Steps are names of fields. */
function putAt(object: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const record = isRecord(object) ? object : {};
  const inner = putAt(record[step], rest, value);
  const { [step]: _, ...others } = record;
  return inner === undefined ? others : { ...record, [step]: inner };
}
