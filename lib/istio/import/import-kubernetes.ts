import { isKind, type Kind, kindEntry } from "../kinds";
import { objectProblems } from "../kinds/object-problems";
import type { KubernetesObject } from "../object-meta";
import { forExport } from "../yaml/write";
import { type ImportedDocument, type ImportProblem, type Locate, unknownDocument } from "./imported-document";
import { isFields } from "./vamp-form";

const older = ["networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"];

/** What the cluster has of a kind and name in the namespace. */
export type Standing = (kind: Kind, name: string) => KubernetesObject | null;

/** Checks one Kubernetes or Istio object and puts it into the namespace. */
export function importKubernetes(
  document: Record<string, unknown>,
  namespace: string,
  locate: Locate,
  standing: Standing,
): ImportedDocument {
  const { kind, metadata } = document;
  const name = isFields(metadata) ? metadata.name : undefined;
  if (!isKind(kind) || !belongsTo(kind, document.apiVersion)) {
    const message = `Lamia imports Deployments, Services and Istio's objects, not ${document.apiVersion} ${kind}`;
    return unknownDocument("kubernetes", name, message, ["kind"], locate);
  }
  const object = {
    ...forExport(document),
    apiVersion: kindEntry(kind).apiVersion,
  } as unknown as KubernetesObject;
  const before = typeof name === "string" ? standing(kind, name) : null;
  const errors = objectProblems(kind, object, before).map(
    ({ path, message }): ImportProblem => ({ severity: "error", path, message, ...locate(path) }),
  );
  const problems = [...errors, ...warnings(document, namespace, locate)];
  const structured = kindEntry(kind).objectSchema.safeParse(object).success;
  return {
    kind,
    name: typeof name === "string" ? name : "",
    source: "kubernetes",
    object: errors.length > 0 ? null : { ...object, metadata: { ...object.metadata, namespace } },
    form: structured ? kindEntry(kind).toForm(object) : null,
    problems,
  };
}

function belongsTo(kind: Kind, apiVersion: unknown): boolean {
  const { apiVersion: current } = kindEntry(kind);
  return apiVersion === current || (current.includes("istio") && older.includes(String(apiVersion)));
}

function warnings({ metadata }: Record<string, unknown>, namespace: string, locate: Locate): ImportProblem[] {
  const written = isFields(metadata) ? metadata.namespace : undefined;
  if (written === undefined || written === namespace) return [];
  const path = ["metadata", "namespace"];
  const message = `Written for namespace ${written}; it is imported into ${namespace}`;
  return [{ severity: "warning", path, message, ...locate(path) }];
}
