import { setImmediate } from "node:timers/promises";
import type { ImportAnswer, ImportedDocumentView } from "@/lib/api/import";
import { asFailure } from "@/lib/gateway/failure";
import { appOf } from "@/lib/istio/deployment/form";
import { importDocuments } from "@/lib/istio/import/import-documents";
import type { ImportedDocument } from "@/lib/istio/import/imported-document";
import type { Kind, kinds } from "@/lib/istio/kinds";
import { type Finding, findingText } from "@/lib/istio/rules/finding";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import { toYaml } from "@/lib/istio/yaml/write";
import type { DeploymentObject } from "@/lib/kubernetes/objects/kinds";
import { applyObject, getObject } from "@/lib/kubernetes/objects/objects";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { KubernetesObject } from "@/lib/model/object";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { applied, problemOf } from "@/lib/server/http/problem-error";
import { appearingFindings, isAbout } from "@/lib/server/mesh/findings";
import { type Refusal, tryObject } from "@/lib/server/saving/try-object";
import { texts } from "@/lib/server/texts";
import { labelsOf } from "@/lib/server/views/deployment-view";
import { linkTo } from "@/lib/server/views/links";
import { fitForPanel, namespaceChange, unchangeable, unwritable, writeNamespace } from "./import-places";

interface ImportOptions {
  text: string;
  apply: boolean;
  only?: readonly number[] | undefined;
  useNamespaces: boolean;
  force: boolean;
  ignoreFindings: boolean;
}

/**
 * Shows what each document of a text would create or change and, with `apply`, does it, one after the other. It
 * applies a document as `kubectl apply` would. Each has its own result, so that you see what was done.
 */
export async function importObjects(
  cluster: ClusterRuntime,
  namespace: string,
  { text, apply, only, useNamespaces, ...options }: ImportOptions,
): Promise<ImportAnswer> {
  const { documents: read, skipped } = await importDocuments(text, namespace, {
    current: (kind, within, name) =>
      (cluster.cache.get(kind, within, name) ?? null) as KubernetesObject | null,
    useNamespaces,
    placeProblem: (name) => unwritable(cluster, name),
    namespaceProblem: (name) => unchangeable(cluster, name),
    pause: () => setImmediate(),
  });
  const documents = read.map((document) => fitForPanel(cluster, document));
  const chosen = (index: number) => only === undefined || only.includes(index);
  const objects = documents.flatMap(({ object }, index) => (object && chosen(index) ? [object] : []));
  await cluster.mesh.lookUpCredentials({ apply: objects as CheckedObject[] });
  const findings = appearingFindings(cluster.mesh, objects);
  const views: ImportedDocumentView[] = [];
  // What goes into a Namespace comes after it.
  const isNamespace = ({ kind }: ImportedDocument) => kind === "Namespace";
  const inOrder = [...documents.entries()].sort(
    ([, one], [, other]) => Number(isNamespace(other)) - Number(isNamespace(one)),
  );
  for (const [index, document] of inOrder) {
    const { view, current } = await previewDocument(cluster, document, { index, findings });
    const isWanted = apply && chosen(index) && view.action !== "unchanged";
    views.push(isWanted ? { ...view, result: await write(cluster, document, view, current, options) } : view);
  }
  return {
    documents: views.sort((one, other) => one.index - other.index),
    skipped,
    written: views.filter(({ result }) => result?.done === true).length,
    unchanged: views.filter(({ action }) => action === "unchanged").length,
    failed: views.filter(({ result }) => result?.done === false).length,
  };
}

/** The result of the document in a dry run, and the current object: its version is the one to write on. */
export async function previewDocument(
  cluster: ClusterRuntime,
  { kind, name, namespace, written, source, place, object, problems }: ImportedDocument,
  { index, findings }: { index: number; findings: readonly Finding[] },
): Promise<{ view: ImportedDocumentView; current: KubernetesObject | null }> {
  const { line, start } = place;
  const origin = { index, kind, name, namespace, written, source, line, start };
  const base = { ...origin, problems, refusals: [], findings: [], result: null };
  if (!kind || !object) return { view: { ...base, action: null, current: null, next: null }, current: null };
  if (kind === "Namespace") return { view: { ...base, ...namespaceChange(cluster, object) }, current: null };
  if (!cluster.cache.get("Namespace", null, namespace)) {
    // Nothing can be tried in a namespace that the import is still to create.
    const found = findings.filter((finding) => isAbout(finding, object));
    const next = toYaml(object);
    return { view: { ...base, action: "create", current: null, next, findings: found }, current: null };
  }
  const current = (await getObject(cluster, kind, namespace, name)) as KubernetesObject | null;
  const { object: result, refusals } = await tryObject(cluster, {
    kind,
    object,
    current,
    whole: false,
  }).catch((thrown: unknown) => ({ object, refusals: [refusalOf(thrown)] }));
  const before = current && toYaml(current);
  const next = toYaml(result);
  const view = {
    ...base,
    action:
      before === null ? ("create" as const) : before === next ? ("unchanged" as const) : ("change" as const),
    current: before,
    next,
    refusals,
    findings: findings.filter((finding) => isAbout(finding, object)),
  };
  return { view, current };
}

/** A document that the API server doesn't take, such as for a Namespace that is going, says so and leaves the others alone. */
function refusalOf(thrown: unknown): Refusal {
  const { kind, message } = asFailure(thrown);
  if (kind !== "rejected" && kind !== "refused") throw thrown;
  return { path: [], message };
}

async function write(
  cluster: ClusterRuntime,
  { kind, object, namespace }: ImportedDocument,
  { refusals, findings, problems }: ImportedDocumentView,
  current: KubernetesObject | null,
  { force, ignoreFindings }: Pick<ImportOptions, "force" | "ignoreFindings">,
): Promise<NonNullable<ImportedDocumentView["result"]>> {
  const failed = (detail: string) => ({ done: false, detail, link: null });
  if (!kind || !object) return failed(problems[0]?.message ?? texts.unreadable);
  const refusal = refusals.find(({ manager }) => manager === undefined || !force);
  if (refusal) return failed(`${refusal.path.join(".")}: ${refusal.message}`.replace(/^: /, ""));
  const error = findings.find(({ severity }) => severity === "error");
  if (error && !ignoreFindings) return failed(`${error.code}: ${findingText(error)}`);
  try {
    if (kind === "Namespace") {
      await writeNamespace(cluster, object);
      const link = `/virtual-clusters/${encodeURIComponent(object.metadata.name)}`;
      return { done: true, detail: texts.saved, link };
    }
    // The Namespace of the text may have been left out, or was not accepted.
    const closed = unwritable(cluster, namespace);
    if (closed !== null) return failed(closed);
    await writeDocument(cluster, kind, object, current);
    return { done: true, detail: texts.saved, link: linkOf(object) };
  } catch (thrown) {
    return failed(problemOf(thrown).detail);
  }
}

/**
 * Writes what `previewDocument` has shown, on the version that it read. Fields of others were among its refusals;
 * the caller must be allowed to take them over. Throws a problem if the API server rejects it.
 */
export async function writeDocument(
  cluster: ClusterRuntime,
  kind: Kind,
  object: KubernetesObject,
  current: KubernetesObject | null,
): Promise<KubernetesObject> {
  const resourceVersion = current?.metadata.resourceVersion;
  const options = { force: true, create: current === null, resourceVersion };
  const result = await applyObject(cluster, kind, object, options);
  return applied(result, `${kind} ${object.metadata.name}`) as KubernetesObject;
}

/** The page of an object; that of a Deployment is below its application. */
function linkOf({ kind, metadata, ...rest }: KubernetesObject): string {
  const { namespace = "", name } = metadata;
  if (kind !== "Deployment") return linkTo(kind, namespace, name);
  const deployment = { metadata, ...rest } as DeploymentObject;
  const app = appOf(name, labelsOf(deployment));
  return `${linkTo("Application", namespace, app)}/versions/${encodeURIComponent(name)}`;
}

/** In the order in which they can be created again. */
const order = [
  "Deployment",
  "Service",
  "ServiceEntry",
  "DestinationRule",
  "Gateway",
  "VirtualService",
] as const satisfies (keyof typeof kinds)[];

/** What a cluster chooses for a Service, and another one would reject. */
const chosenByCluster = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"];

/** Everything of a virtual cluster that has a form, as YAML documents for an import elsewhere. */
export function exportYaml({ cache }: { cache: Pick<ClusterCache, "list"> }, namespace: string): string {
  const objects = order.flatMap((kind) =>
    cache.list(kind, namespace).map((object) => {
      const whole = object as KubernetesObject;
      return kind === "Service" ? portable(whole) : whole;
    }),
  );
  return objects.length === 0 ? texts.nothingToExport({ namespace }) : toYaml(objects);
}

function portable(service: KubernetesObject): KubernetesObject {
  const { spec = {}, ...rest } = service as KubernetesObject & { spec?: Record<string, unknown> };
  const isHeadless = spec.clusterIP === "None";
  const kept = Object.fromEntries(Object.entries(spec).filter(([field]) => !chosenByCluster.includes(field)));
  const ports = Array.isArray(kept.ports) ? kept.ports.map(({ nodePort: _, ...port }) => port) : undefined;
  return {
    ...rest,
    spec: { ...kept, ...(ports ? { ports } : {}), ...(isHeadless ? { clusterIP: "None" } : {}) },
  } as KubernetesObject;
}
