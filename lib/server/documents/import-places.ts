import type { ImportedDocumentView } from "@/lib/api/import";
import type { ImportedDocument } from "@/lib/istio/import/imported-document";
import { toYaml } from "@/lib/istio/yaml/write";
import { createNamespace, mergeNamespace } from "@/lib/kubernetes/namespaces";
import type { DeploymentObject } from "@/lib/kubernetes/objects/kinds";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import { labelProblem } from "@/lib/model/dns-name";
import type { KubernetesObject } from "@/lib/model/object";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { ProblemError } from "@/lib/server/http/problem-error";
import { isSystemNamespace, refusedRights, requireWritable } from "@/lib/server/saving/allowed";
import { texts } from "@/lib/server/texts";

/** Why an import can't write into a namespace; null where it can. */
export function unwritable(cluster: ClusterRuntime, namespace: string): string | null {
  try {
    requireWritable(cluster, namespace);
    return null;
  } catch (thrown) {
    if (thrown instanceof ProblemError) return thrown.problem.detail;
    throw thrown;
  }
}

/** Why an import can't bring a Namespace; null where it can. */
export function unchangeable(cluster: ClusterRuntime, name: string): string | null {
  if (isSystemNamespace(cluster, name)) return texts.systemNamespace({ name });
  return labelProblem(name);
}

/** What a Namespace of an import changes: it becomes a virtual cluster, and what it has already stays. */
export function namespaceChange(
  { cache }: Pick<ClusterRuntime, "cache">,
  namespace: KubernetesObject,
): Pick<ImportedDocumentView, "action" | "current" | "next"> {
  const found = cache.get("Namespace", null, namespace.metadata.name);
  const before = found && toYaml(plain(found as KubernetesObject));
  const { labels, annotations } = merged(found as KubernetesObject | null, namespace);
  const next = toYaml(plain({ ...namespace, metadata: { ...namespace.metadata, labels, annotations } }));
  return {
    action: before === null ? "create" : before === next ? "unchanged" : "change",
    current: before,
    next,
  };
}

/** Throws `Failure` when the API server does not accept it. */
export async function writeNamespace(cluster: ClusterRuntime, namespace: KubernetesObject): Promise<void> {
  const { name } = namespace.metadata;
  const found = cluster.cache.get("Namespace", null, name);
  const { labels, annotations } = merged(found as KubernetesObject | null, namespace);
  if (found) await mergeNamespace(cluster, name, { labels, annotations });
  else await createNamespace(cluster, { name, labels, annotations });
}

type Texts = Record<string, string>;

function merged(current: KubernetesObject | null, { metadata }: KubernetesObject) {
  const labels: Texts = { ...current?.metadata.labels, ...metadata.labels };
  const annotations: Texts = { ...current?.metadata.annotations, ...metadata.annotations };
  if (!isVirtualCluster({ metadata: { name: metadata.name, labels } })) labels["lamia.dev/managed"] = "true";
  return { labels, annotations };
}

/** What an import has a say in. */
function plain({ metadata: { name, labels = {}, annotations = {} } }: KubernetesObject): KubernetesObject {
  const { "kubernetes.io/metadata.name": _, ...others } = labels;
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name,
      labels: others,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
  };
}

/** A Deployment for a ServiceAccount that the panel may not use runs as `default` instead, which a warning says. */
export function fitForPanel(cluster: ClusterRuntime, document: ImportedDocument): ImportedDocument {
  const { kind, name, namespace, object, problems, place } = document;
  if (!object || kind !== "Deployment") return document;
  const current = cluster.cache.get("Deployment", namespace, name) as KubernetesObject | null;
  const refused = refusedRights(cluster, kind, object, current);
  const account = refused.find(({ path }) => String(path.at(-1)).startsWith("serviceAccount"));
  if (!account) return document;
  const { spec } = object as unknown as DeploymentObject;
  const podSpec = spec?.template?.spec as Record<string, unknown>;
  const { serviceAccountName, serviceAccount, ...others } = podSpec;
  const next: unknown = { ...object, spec: { ...spec, template: { ...spec?.template, spec: others } } };
  const message = texts.runsAsDefault({ account: String(serviceAccountName ?? serviceAccount) });
  return {
    ...document,
    object: next as KubernetesObject,
    problems: [...problems, { ...place, path: account.path, severity: "warning", message }],
  };
}
