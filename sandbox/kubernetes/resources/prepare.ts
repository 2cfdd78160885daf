import { isRecord, listAt, recordAt, textAt, textsAt } from "@/sandbox/kubernetes/json/values";
import type { Draft } from "./resource-type";

/** The most visible defaults of a pod template; values in the draft stay. */
function prepareTemplate(draft: Draft): void {
  const template = recordAt(draft, "spec", "template");
  const spec = recordAt(template, "spec");
  if (!template || !spec) return;
  const containers = listAt(spec, "containers").map((container) =>
    isRecord(container) ? preparedContainer(container) : container,
  );
  draft.spec = {
    ...recordAt(draft, "spec"),
    template: {
      ...template,
      spec: {
        restartPolicy: "Always",
        terminationGracePeriodSeconds: 30,
        dnsPolicy: "ClusterFirst",
        securityContext: {},
        schedulerName: "default-scheduler",
        ...spec,
        containers,
      },
    },
  };
}

function preparedContainer(container: Record<string, unknown>): Record<string, unknown> {
  const tag = textAt(container, "image")?.split("/").at(-1)?.split(":")[1];
  const ports = listAt(container, "ports").map((port) =>
    isRecord(port) ? { ...port, protocol: port.protocol ?? "TCP" } : port,
  );
  return {
    imagePullPolicy: tag === undefined || tag === "latest" ? "Always" : "IfNotPresent",
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    ...container,
    ...(ports.length > 0 && { ports }),
  };
}

export function prepareDeployment(draft: Draft): void {
  prepareTemplate(draft);
  draft.spec = {
    replicas: 1,
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 10,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
    ...recordAt(draft, "spec"),
  };
}

export function prepareReplicas(draft: Draft): void {
  prepareTemplate(draft);
  draft.spec = { replicas: 1, ...recordAt(draft, "spec") };
}

/** A DaemonSet has no replicas, only a template. */
export function prepareDaemonSet(draft: Draft): void {
  prepareTemplate(draft);
}

/** A Job selects its pods by its own uid (batch/v1, `controller-uid`). */
export function prepareJob(draft: Draft): void {
  prepareTemplate(draft);
  const spec = recordAt(draft, "spec");
  const template = recordAt(spec, "template");
  const uid = textAt(draft, "metadata", "uid");
  if (!spec || !template || uid === undefined || spec.manualSelector === true) return;
  const own = { "batch.kubernetes.io/controller-uid": uid };
  const labels = {
    ...textsAt(template, "metadata", "labels"),
    ...own,
    "batch.kubernetes.io/job-name": draft.metadata.name,
    "controller-uid": uid,
    "job-name": draft.metadata.name,
  };
  draft.spec = {
    backoffLimit: 6,
    completions: 1,
    parallelism: 1,
    completionMode: "NonIndexed",
    suspend: false,
    ...spec,
    selector: spec.selector ?? { matchLabels: own },
    template: { ...template, metadata: { ...recordAt(template, "metadata"), labels } },
  };
}

/** A definition is established at once, with its names accepted and its stored version set. */
export function prepareDefinition(draft: Draft): void {
  const names = recordAt(draft, "spec", "names") ?? {};
  const kind = textAt(names, "kind") ?? "";
  const accepted = { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names };
  draft.spec = { conversion: { strategy: "None" }, ...recordAt(draft, "spec"), names: accepted };
  const at = textAt(draft, "metadata", "creationTimestamp") ?? "";
  const stored = listAt(draft, "spec", "versions")
    .filter((version) => isRecord(version) && version.storage === true)
    .map((version) => textAt(version, "name"));
  draft.status = {
    conditions: [
      condition("NamesAccepted", "NoConflicts", "no conflicts found", at),
      condition("Established", "InitialNamesAccepted", "the initial names have been accepted", at),
    ],
    acceptedNames: accepted,
    storedVersions: stored,
  };
}

function condition(type: string, reason: string, message: string, lastTransitionTime: string): unknown {
  return { type, status: "True", reason, message, lastTransitionTime };
}

/** Gives every Namespace its name as a label, a finalizer that empties it, and a phase. */
export function prepareNamespace(draft: Draft): void {
  draft.metadata.labels = {
    ...textsAt(draft, "metadata", "labels"),
    "kubernetes.io/metadata.name": draft.metadata.name,
  };
  if (draft.metadata.deletionTimestamp !== undefined) return;
  draft.spec = { ...recordAt(draft, "spec"), finalizers: ["kubernetes"] };
  draft.status = { ...recordAt(draft, "status"), phase: "Active" };
}

/** Moves `stringData` into `data`, and sets a default type. */
export function prepareSecret(draft: Draft): void {
  draft.type = textAt(draft, "type") ?? "Opaque";
  const plain = recordAt(draft, "stringData");
  delete draft.stringData;
  if (!plain) return;
  const encoded = Object.entries(plain).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString("base64"),
  ]);
  draft.data = { ...recordAt(draft, "data"), ...Object.fromEntries(encoded) };
}
