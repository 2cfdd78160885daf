import { createHash } from "node:crypto";
import { isKind, type Kind } from "@/lib/kubernetes/objects/kinds";
import { metadataPrefix } from "@/lib/model/metadata-keys";
import type { KubernetesObject } from "@/lib/model/object";
import { redacted } from "../log";
import { isSecretSetting, secretName } from "./secret-settings";
import { texts } from "./texts";

/** The kinds whose objects have a history. Of a Namespace, it is what Lamia reads there. */
export const versionedKinds = [
  "Namespace",
  "Service",
  "Deployment",
  "Gateway",
  "VirtualService",
  "DestinationRule",
  "ServiceEntry",
] as const satisfies readonly Kind[];

export function isVersioned(kind: unknown): kind is (typeof versionedKinds)[number] {
  return typeof kind === "string" && isKind(kind) && (versionedKinds as readonly string[]).includes(kind);
}

/** Written by the API server, by controllers, or a copy of the rest. */
const notOfTheVersion: ReadonlySet<string> = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  "deployment.kubernetes.io/revision",
]);

/**
 * What the audit keeps of an object: what people and Lamia wrote, without status and without anything that may be a
 * secret. Two objects with the same version are the same to their users.
 */
export function versionOf(object: KubernetesObject): KubernetesObject {
  const { kind, metadata, apiVersion } = object;
  const { name, namespace, labels, annotations } = metadata;
  const kept = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...filled("labels", kind === "Namespace" ? managingLabels(labels) : labels),
    ...filled("annotations", keptAnnotations(object.kind, annotations)),
  };
  const { spec } = object as { spec?: unknown };
  const own = kind === "Namespace" || spec === undefined ? {} : { spec: withoutSecrets(spec) };
  return { apiVersion, kind, metadata: kept, ...own } as KubernetesObject;
}

/** What makes a Namespace a virtual cluster. */
function managingLabels(labels: Record<string, string> | null | undefined): Record<string, string> {
  const names = ["lamia.dev/managed", "vamp-managed", "istio-injection", "istio.io/rev"];
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([name]) => names.includes(name)));
}

function filled(name: string, map: Record<string, string> | undefined): object {
  return map && Object.keys(map).length > 0 ? { [name]: map } : {};
}

function keptAnnotations(
  kind: string | undefined,
  annotations: Record<string, string> | null | undefined,
): Record<string, string> {
  const pairs = Object.entries(annotations ?? {})
    .filter(([key]) => !notOfTheVersion.has(key))
    .filter(([key]) => kind !== "Namespace" || key.startsWith(metadataPrefix))
    .map(([key, value]): [string, string] => [key, isSecretSetting(key) ? texts.hidden : redacted(value)]);
  return Object.fromEntries(pairs);
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value === "string") return redacted(value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const { name, value: held } = value as { name?: unknown; value?: unknown };
  const hides = typeof name === "string" && typeof held === "string" && secretName.test(name) && held !== "";
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      hides && key === "value" ? texts.hidden : withoutSecrets(each),
    ]),
  );
}

/** SHA-256 of a version, whatever the order of its keys. */
export function digestOf(version: KubernetesObject): string {
  return createHash("sha256").update(JSON.stringify(version, sorted)).digest("hex");
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const mostPaths = 3;

/** Where two versions differ, such as `spec.servers, metadata.labels.team`; empty if they don't. */
export function changedPaths(before: KubernetesObject | null, after: KubernetesObject | null): string {
  const [one, other] = [fieldsOf(before), fieldsOf(after)];
  const paths = [...new Set([...one.keys(), ...other.keys()])].filter(
    (path) => JSON.stringify(one.get(path), sorted) !== JSON.stringify(other.get(path), sorted),
  );
  return paths.length > mostPaths ? `${paths.slice(0, mostPaths).join(", ")}, …` : paths.join(", ");
}

function fieldsOf(version: KubernetesObject | null): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  const { metadata, spec } = (version ?? {}) as { metadata?: object; spec?: object };
  for (const [root, held] of Object.entries({ spec, metadata }))
    for (const [key, value] of Object.entries(held ?? {}))
      if (key === "annotations" || key === "labels")
        for (const [name, each] of Object.entries(value ?? {})) fields.set(`${root}.${key}.${name}`, each);
      else fields.set(`${root}.${key}`, value);
  return fields;
}

/** Whether something was hidden in a text of a version: all of it, or what looked like a key or a token. */
export function hidesIn(text: string): boolean {
  return text === texts.hidden || /\[(?:private key|token|link)\]/.test(text);
}

/** A version with what was hidden in it taken from the object as it is now; null if that isn't there any more. */
export function filledIn(version: KubernetesObject, now: KubernetesObject | null): KubernetesObject | null {
  let isWhole = true;
  const fill = (value: unknown, held: unknown): unknown => {
    if (typeof value === "string" && hidesIn(value)) {
      isWhole &&= typeof held === "string" && (value === texts.hidden || redacted(held) === value);
      return held;
    }
    if (Array.isArray(value)) return value.map((each) => fill(each, likeOf(each, held)));
    if (typeof value !== "object" || value === null) return value;
    const other = (typeof held === "object" && held !== null ? held : {}) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, other[key])]));
  };
  const whole = fill(version, now) as KubernetesObject;
  return isWhole ? whole : null;
}

/** The entry of a list with the same name. */
function likeOf(entry: unknown, list: unknown): unknown {
  const nameOf = (each: unknown) => (each as { name?: unknown } | null)?.name;
  return Array.isArray(list) ? list.find((each) => nameOf(each) === nameOf(entry)) : undefined;
}
