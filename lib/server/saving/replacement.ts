import { isOwnDeployment } from "@/lib/istio/deployment/form";
import {
  containersPath,
  isShownPort,
  isShownVariable,
  mainContainerOf,
  podLabelsPath,
} from "@/lib/istio/deployment/places";
import { isRecord, same, valueAt } from "@/lib/istio/edit/merge-edits";
import type { Path } from "@/lib/istio/fields/places";
import { type Kind, kindEntry } from "@/lib/istio/kinds";
import { objectPath } from "@/lib/istio/kinds/fields-at";
import { managersOf, mergePatchOf } from "@/lib/kubernetes/objects/field-paths";
import { mergeObject } from "@/lib/kubernetes/objects/objects";
import { fieldManager } from "@/lib/kubernetes/ownership";
import type { Container, ContainerPort, DeploymentObject, KubernetesObject } from "@/lib/model/object";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { texts } from "./texts";

export interface Replacement {
  /** The merge patch that makes the object match the form, whoever owns the fields in the way. */
  patch: Record<string, unknown>;
  /** The object afterwards. */
  object: KubernetesObject;
  /** What others own of that. */
  owned: Owned[];
}

export interface Owned {
  /** In the form and in the object. */
  shown: Path;
  place: Path;
  manager: string;
  message: string;
}

/**
 * How to make an edit that the API server refuses to apply. An apply merges keyed lists: if another manager has
 * changed the key of an entry (the port of a port), ours is added next to theirs, and two entries of the same name
 * are invalid, although each of them is valid. Null when that is not the cause, or the edit itself is invalid.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export async function replacementOf(
  cluster: ClusterRuntime,
  asked: KubernetesObject,
  current: KubernetesObject,
): Promise<Replacement | null> {
  const { namespace = "", name } = current.metadata;
  const askedForm = writableForm(asked);
  const fields = changedFields(askedForm, writableForm(current)).map((shown) => ({
    shown,
    place: objectPath(current, shown),
  }));
  const places = fields.map(({ place }) => place);
  // A field without its own place can't be set alone.
  if (places.some(({ length }) => length < 2)) return null;
  const next = repaired(current, asked, places);
  const patch = mergePatchOf(writtenPart(current), writtenPart(next));
  if (!patch) return null;
  const tried = await mergeObject(cluster, current.kind as Kind, { namespace, name }, patch, {
    dryRun: true,
  });
  if (!tried.ok) return null;
  const object = tried.object as KubernetesObject;
  const form = writableForm(object);
  const isAsAsked = fields.every(({ shown }) => {
    const value = valueAt(askedForm, shown);
    return value === undefined || same(value, valueAt(form, shown));
  });
  if (!isAsAsked) return null;
  return {
    patch,
    object,
    owned: fields.flatMap(({ shown, place }) => ownersOf(current, next, shown, place)),
  };
}

/** The parts of an object that a form may change. */
export function writtenPart(object: KubernetesObject): object {
  const { labels, annotations } = object.metadata;
  return { metadata: { labels, annotations }, spec: (object as { spec?: unknown }).spec };
}

/** Where the forms differ: keys of maps, and lists as a whole. */
function changedFields(asked: unknown, shown: unknown, at: Path = []): Path[] {
  if (same(asked, shown)) return [];
  if (!isRecord(asked) && !isRecord(shown)) return [at];
  const [mine, theirs] = [isRecord(asked) ? asked : {}, isRecord(shown) ? shown : {}];
  const keys = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  return [...keys].flatMap((key) => changedFields(mine[key], theirs[key], [...at, key]));
}

/** Who else owns what would be overwritten: in a list, the entries that would be removed. */
function ownersOf(current: KubernetesObject, next: KubernetesObject, shown: Path, place: Path): Owned[] {
  const [before, after] = [valueAt(current, place), valueAt(next, place)];
  const entries = Array.isArray(before) ? before : [];
  const kept = Array.isArray(after) ? after : [];
  const gone = entries.flatMap((entry, index) => (kept.some((each) => same(each, entry)) ? [] : [index]));
  const overwritten = Array.isArray(before) ? gone.map((index) => [...place, index]) : [place];
  return overwritten.flatMap((path) =>
    managersOf(current as never, path)
      .filter((manager) => manager !== fieldManager)
      .map((manager) => ({
        shown,
        place: path,
        message: texts.besideOwned({ manager, field: path.join(".") }),
        manager,
      })),
  );
}

/** What a save may change in an object, as its form shows it: in a Deployment that Lamia didn't create, image and replicas. */
export function writableForm(object: KubernetesObject): unknown {
  const form = kindEntry(object.kind as Kind).toForm(object);
  if (object.kind !== "Deployment" || isOwnDeployment(object.metadata)) return form;
  const { image, replicas } = form as { image: string; replicas: number };
  return { image, replicas };
}

/** `current` with the values of `asked` at the paths; keeps everything else. */
export function repaired(
  current: KubernetesObject,
  asked: KubernetesObject,
  paths: readonly Path[],
): KubernetesObject {
  const repair = current.kind === "Deployment" ? deploymentRepaired : wholeListsRepaired;
  return paths.reduce((object, path) => repair(object, asked, path), current);
}

/** A list from the form has whole entries, including other managers' fields in them. */
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
  // A label is on the pods too.
  const onPods = [...podLabelsPath, key ?? ""];
  return top === "metadata" && field === "labels" && key !== undefined
    ? (putAt(next, onPods, valueAt(asked, onPods)) as KubernetesObject)
    : next;
}

/** The lists of a container are merged by key: what others added to a remaining entry is kept. */
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

/** A copy with the value at the path; undefined removes the field. Steps are field names. */
function putAt(object: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const record = isRecord(object) ? object : {};
  const inner = putAt(record[step], rest, value);
  const { [step]: _, ...others } = record;
  return inner === undefined ? others : { ...record, [step]: inner };
}
