import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import { listAt, recordAt, textAt, textsAt } from "@/sandbox/kubernetes/json/value-at";
import type { Draft } from "./resource-type";

/** The defaults of a pod template that clients see most; the draft's own values are kept. */
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
