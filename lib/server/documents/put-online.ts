import type { z } from "zod";
import type { ImportedDocumentView } from "@/lib/api/import";
import type { OnlineAnswer, onlineSchema } from "@/lib/api/online";
import type { ProblemType } from "@/lib/api/problem";
import { isRegistrySuffix } from "@/lib/dns/registrable-domain";
import { asFailure } from "@/lib/gateway/failure";
import { editedObject, readEdit } from "@/lib/istio/kinds/edited-object";
import { type Existing, type OnlineKind, type PlannedObject, planOnline } from "@/lib/istio/online/plan";
import { texts as planTexts } from "@/lib/istio/online/texts";
import { type Finding, findingText } from "@/lib/istio/rules/finding";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import { forExport, toYaml } from "@/lib/istio/yaml/write";
import { mergePatchOf } from "@/lib/kubernetes/objects/field-paths";
import { deleteObject, getObject, mergeObject } from "@/lib/kubernetes/objects/objects";
import type { KubernetesObject } from "@/lib/model/object";
import { texts as hostTexts } from "@/lib/model/texts";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { ProblemError, problemOf } from "@/lib/server/http/problem-error";
import { appearingFindings } from "@/lib/server/mesh/findings";
import { invalidForm } from "@/lib/server/saving/refusals";
import { applicationsOf } from "@/lib/server/views/applications";
import { linkTo } from "@/lib/server/views/links";
import { previewDocument, writeDocument } from "./import-export";
import { texts } from "./texts";

type Wish = z.output<typeof onlineSchema>;

interface Planned extends Omit<PlannedObject, "current"> {
  /** As the API server has it. */
  current: KubernetesObject | null;
  /** What is sent: only our own fields; null if the object needs no change. */
  object: KubernetesObject | null;
}

/**
 * Shows the objects that put an application online and, with `apply`, writes all of them or none. It first tries
 * everything in a dry run. If a write fails, it deletes what this request created and restores what it changed.
 * Throws `invalid` at `app`, `host` or `versions` if the application can't be put online, and a problem that says
 * what is left if the restore failed too.
 */
export async function putOnline(
  cluster: ClusterRuntime,
  namespace: string,
  wish: Wish,
): Promise<OnlineAnswer> {
  const planned = await plan(cluster, namespace, wish);
  const objects = planned.flatMap(({ object }) => (object ? [object] : []));
  await cluster.mesh.lookUpCredentials({ apply: objects as unknown as CheckedObject[] });
  const findings = appearingFindings(cluster.mesh, objects);
  const documents = await Promise.all(
    planned.map((each, index) => viewOf(cluster, namespace, each, { index, findings })),
  );
  const gateway = planned.find(({ kind }) => kind === "Gateway")?.name ?? "";
  const answer = { documents, findings, gateway: linkTo("Gateway", namespace, gateway) };
  if (!wish.apply) return { ...answer, applied: false };
  refuseObstacles(answer, wish);
  await writeAll(cluster, namespace, planned, documents);
  return { ...answer, applied: true };
}

async function viewOf(
  cluster: ClusterRuntime,
  namespace: string,
  { kind, name, object, current }: Planned,
  options: { index: number; findings: readonly Finding[] },
): Promise<ImportedDocumentView> {
  const source = "kubernetes" as const;
  const place = { line: 1, column: 1, start: 0, end: 0 };
  const document = { kind, name, namespace, written: null, source, place, object, form: null, problems: [] };
  const { view } = await previewDocument(cluster, document, options);
  if (object || !current) return view;
  const yaml = toYaml(current);
  return { ...view, action: "unchanged", current: yaml, next: yaml };
}

type SeenObjects = Map<string, KubernetesObject | null>;

const mostAttempts = 3;

/** Plans on what the API server has now, because the cache may be a moment behind. */
async function plan(cluster: ClusterRuntime, namespace: string, wish: Wish): Promise<Planned[]> {
  const given = wishOf(cluster, namespace, wish);
  const seen: SeenObjects = new Map();
  for (let attempt = 1; ; attempt += 1) {
    const made = planOnline(given, existingOf(cluster, namespace, seen));
    if ("problems" in made) throw invalidForm(made.problems);
    const now = await Promise.all(
      made.objects.map(
        ({ kind, name }) => getObject(cluster, kind, namespace, name) as Promise<KubernetesObject | null>,
      ),
    );
    const isSame = made.objects.every(
      ({ current }, index) => current?.metadata.resourceVersion === now[index]?.metadata.resourceVersion,
    );
    if (isSame) return made.objects.map((each, index) => withObject(namespace, each, now[index] ?? null));
    if (attempt === mostAttempts) throw new ProblemError("conflict", texts.objectsChange);
    for (const [index, { kind, name }] of made.objects.entries())
      seen.set(`${kind}/${name}`, now[index] ?? null);
  }
}

function wishOf(cluster: ClusterRuntime, namespace: string, { app, host, port, versions }: Wish) {
  if (isRegistrySuffix(host))
    throw invalidForm([{ path: ["host"], message: hostTexts.registrySuffix({ host }) }]);
  const applications = applicationsOf(cluster, namespace);
  const application = applications.find(({ name }) => name === app);
  if (!application) throw invalidForm([{ path: ["app"], message: planTexts.noApplication({ app }) }]);
  const podLabelsOf = ({ spec }: (typeof application.deployments)[number]) =>
    spec?.template?.metadata?.labels ?? {};
  const allVersions = application.deployments.map((deployment) => ({
    deployment: deployment.metadata.name,
    podLabels: podLabelsOf(deployment),
  }));
  const chosen = versions.map(({ deployment, share }) => {
    const found = allVersions.find((each) => each.deployment === deployment);
    if (found) return { ...found, share };
    throw invalidForm([{ path: ["versions"], message: planTexts.unknownVersion({ app, deployment }) }]);
  });
  const ports = application.deployments.flatMap(
    ({ spec }) => spec?.template?.spec?.containers?.flatMap(({ ports = [] }) => ports) ?? [],
  );
  return {
    namespace,
    app,
    host,
    port,
    versions: chosen,
    allVersions,
    otherPods: applications
      .filter(({ name }) => name !== app)
      .flatMap(({ deployments }) => deployments.map(podLabelsOf)),
    portNames: Object.fromEntries(
      ports.flatMap(({ name, containerPort }) => (name ? [[name, containerPort]] : [])),
    ),
  };
}

function existingOf({ cache }: ClusterRuntime, namespace: string, seen: SeenObjects): Existing {
  const of = <Kind extends OnlineKind>(kind: Kind): Existing[Kind] => {
    const cached = cache.list(kind, namespace) as readonly KubernetesObject[];
    const unseen = cached.filter(({ metadata }) => !seen.has(`${kind}/${metadata.name}`));
    const read = [...seen].flatMap(([key, object]) => (object && key.startsWith(`${kind}/`) ? [object] : []));
    return [...unseen, ...read].filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined,
    ) as unknown as Existing[Kind];
  };
  return {
    Service: of("Service"),
    DestinationRule: of("DestinationRule"),
    Gateway: of("Gateway"),
    VirtualService: of("VirtualService"),
  };
}

function withObject(namespace: string, planned: PlannedObject, current: KubernetesObject | null): Planned {
  const { kind, form } = planned;
  const whole = { ...planned, current };
  if (form === null) return { ...whole, object: null };
  const read = readEdit(kind, form, current);
  if ("problems" in read) {
    const path = [kind === "Gateway" || kind === "VirtualService" ? "host" : "app"];
    throw invalidForm(read.problems.map(({ message }) => ({ path, message })));
  }
  return { ...whole, object: editedObject(kind, read.form, namespace, current).own };
}

/** Throws if anything prevents a write, before the first one. */
function refuseObstacles(
  { documents, findings }: Pick<OnlineAnswer, "documents" | "findings">,
  { force, ignoreFindings }: Wish,
): void {
  for (const { kind, name, refusals } of documents) {
    const refusal = refusals.find(({ manager }) => manager === undefined || !force);
    const what = `${kind} ${name}`;
    if (refusal)
      throw new ProblemError(
        refusal.manager === undefined ? "invalid" : "conflict",
        texts.refusedBeforeWrite({ what, reason: refusal.message }),
      );
  }
  const error = findings.find(({ severity }) => severity === "error");
  if (error && !ignoreFindings)
    throw new ProblemError("invalid", texts.errorBeforeWrite({ code: error.code, text: findingText(error) }));
}

interface Written {
  kind: OnlineKind;
  before: KubernetesObject | null;
  after: KubernetesObject;
}

async function writeAll(
  cluster: ClusterRuntime,
  namespace: string,
  planned: readonly Planned[],
  documents: readonly ImportedDocumentView[],
): Promise<void> {
  const written: Written[] = [];
  for (const [index, { kind, name, object, current }] of planned.entries()) {
    if (!object || documents[index]?.action === "unchanged") continue;
    try {
      written.push({ kind, before: current, after: await writeDocument(cluster, kind, object, current) });
    } catch (thrown) {
      const left = await takeBack(cluster, written);
      // Without a response, the write may have happened. Nothing is deleted in this doubt.
      const isCertain =
        thrown instanceof ProblemError || (await isAsBefore(cluster, namespace, { kind, name, current }));
      if (!isCertain) left.push(`${kind} ${name}`);
      throw failedWrite(thrown, `${kind} ${name}`, left);
    }
  }
}

function failedWrite(thrown: unknown, what: string, left: readonly string[]): ProblemError {
  const { type, detail } = problemOf(thrown);
  const said =
    left.length > 0
      ? texts.someLeft({ what, detail, left: left.join(", ") })
      : texts.allTakenBack({ what, detail });
  return new ProblemError(type.replace("urn:lamia:problem:", "") as ProblemType, said);
}

async function isAsBefore(
  cluster: ClusterRuntime,
  namespace: string,
  { kind, name, current }: { kind: OnlineKind; name: string; current: KubernetesObject | null },
): Promise<boolean> {
  try {
    const now = await getObject(cluster, kind, namespace, name);
    return now?.metadata.resourceVersion === current?.metadata.resourceVersion;
  } catch {
    return false;
  }
}

/** In reverse order. Returns what couldn't be undone, in words. */
async function takeBack(cluster: ClusterRuntime, written: readonly Written[]): Promise<string[]> {
  const left: string[] = [];
  for (const each of [...written].reverse())
    if (!(await isTakenBack(cluster, each))) left.push(`${each.kind} ${each.after.metadata.name}`);
  return left;
}

async function isTakenBack(cluster: ClusterRuntime, { kind, before, after }: Written): Promise<boolean> {
  const { name, namespace = "", uid, resourceVersion } = after.metadata;
  try {
    if (!before) {
      await deleteObject(cluster, kind, namespace, name, uid === undefined ? {} : { uid });
      return true;
    }
    const patch = mergePatchOf(forExport(after), forExport(before));
    if (!patch) return true;
    // Only while it is as this request left it.
    const body = { ...patch, metadata: { ...(patch.metadata ?? {}), resourceVersion } };
    return (await mergeObject(cluster, kind, { namespace, name }, body)).ok;
  } catch (thrown) {
    // Another object has the name by now: ours is gone.
    return !before && asFailure(thrown).kind === "conflict";
  }
}
