import * as columns from "@/sandbox/kubernetes/columns/kinds";
import { isRecord, listAt, numberAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import { validateJob, validateWorkload } from "@/sandbox/kubernetes/validation/core";
import { prepareDaemonSet, prepareDeployment, prepareJob, prepareReplicas } from "./prepare";
import { type ResourceType, resourceType, type VersionConversion } from "./resource-type";

const target = "targetCPUUtilizationPercentage";
const current = "currentCPUUtilizationPercentage";
/** Where autoscaling/v1 keeps what it has no field for. */
const metricsAnnotation = "autoscaling.alpha.kubernetes.io/metrics";

/** HorizontalPodAutoscaler: v1 has only a CPU percentage, v2 a list of metrics. */
export const autoscalerVersions: VersionConversion = {
  toStored(object) {
    if (object.apiVersion !== "autoscaling/v1") return object;
    const { [target]: utilization, ...spec } = recordAt(object, "spec") ?? {};
    const { [current]: used, ...status } = recordAt(object, "status") ?? {};
    const { [metricsAnnotation]: kept, ...annotations } = recordAt(object, "metadata", "annotations") ?? {};
    const cpu = typeof utilization === "number" ? [cpuTarget(utilization)] : [];
    const metrics = [...cpu, ...parsedList(kept)];
    return {
      ...object,
      apiVersion: "autoscaling/v2",
      metadata: { ...recordAt(object, "metadata"), annotations },
      spec: { ...spec, ...(metrics.length > 0 && { metrics }) },
      ...(isRecord(object.status) && { status: { ...status, ...currentMetrics(used) } }),
    };
  },
  fromStored(object, version) {
    if (version !== "v1") return object;
    const { metrics: _metrics, behavior: _behavior, ...spec } = recordAt(object, "spec") ?? {};
    const { currentMetrics: _current, conditions: _conditions, ...status } = recordAt(object, "status") ?? {};
    const metrics = listAt(object, "spec", "metrics");
    const utilization = metrics.map(cpuUtilization).find((value) => value !== undefined);
    const others = metrics.filter((metric) => cpuUtilization(metric) === undefined);
    const used = listAt(object, "status", "currentMetrics")
      .map((metric) => numberAt(metric, "resource", "current", "averageUtilization"))
      .find((value) => value !== undefined);
    const annotations = {
      ...recordAt(object, "metadata", "annotations"),
      ...(others.length > 0 && { [metricsAnnotation]: JSON.stringify(others) }),
    };
    return {
      ...object,
      apiVersion: "autoscaling/v1",
      metadata: {
        ...recordAt(object, "metadata"),
        ...(Object.keys(annotations).length > 0 && { annotations }),
      },
      spec: { ...spec, ...(utilization !== undefined && { [target]: utilization }) },
      ...(isRecord(object.status) && {
        status: { ...status, ...(used !== undefined && { [current]: used }) },
      }),
    };
  },
};

function cpuTarget(averageUtilization: number): Record<string, unknown> {
  return { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization } } };
}

function cpuUtilization(metric: unknown): number | undefined {
  if (textAt(metric, "resource", "name") !== "cpu") return undefined;
  return numberAt(metric, "resource", "target", "averageUtilization");
}

function currentMetrics(used: unknown): Record<string, unknown> {
  if (typeof used !== "number") return {};
  const resource = { name: "cpu", current: { averageUtilization: used } };
  return { currentMetrics: [{ type: "Resource", resource }] };
}

function parsedList(text: unknown): unknown[] {
  if (typeof text !== "string") return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

/** Types of apps/v1, batch/v1, and autoscaling/v1 and v2. */
export const workloadTypes: readonly ResourceType[] = [
  resourceType({
    group: "apps",
    kind: "Deployment",
    plural: "deployments",
    shortNames: ["deploy"],
    categories: ["all"],
    scale: true,
    columns: columns.deploymentColumns,
    prepare: prepareDeployment,
    validate: validateWorkload,
  }),
  resourceType({
    group: "apps",
    kind: "ReplicaSet",
    plural: "replicasets",
    shortNames: ["rs"],
    categories: ["all"],
    scale: true,
    columns: columns.replicaSetColumns,
    prepare: prepareReplicas,
    validate: validateWorkload,
  }),
  resourceType({
    group: "apps",
    kind: "StatefulSet",
    plural: "statefulsets",
    shortNames: ["sts"],
    categories: ["all"],
    scale: true,
    columns: columns.statefulSetColumns,
    prepare: prepareReplicas,
    validate: validateWorkload,
  }),
  resourceType({
    group: "apps",
    kind: "DaemonSet",
    plural: "daemonsets",
    shortNames: ["ds"],
    categories: ["all"],
    columns: columns.daemonSetColumns,
    prepare: prepareDaemonSet,
    validate: validateWorkload,
  }),
  resourceType({ group: "apps", kind: "ControllerRevision", plural: "controllerrevisions", status: false }),
  resourceType({
    group: "batch",
    kind: "Job",
    plural: "jobs",
    categories: ["all"],
    columns: columns.jobColumns,
    prepare: prepareJob,
    validate: validateJob,
  }),
  resourceType({
    group: "batch",
    kind: "CronJob",
    plural: "cronjobs",
    shortNames: ["cj"],
    categories: ["all"],
  }),
  resourceType({
    group: "autoscaling",
    versions: ["v2", "v1"],
    convert: autoscalerVersions,
    kind: "HorizontalPodAutoscaler",
    plural: "horizontalpodautoscalers",
    shortNames: ["hpa"],
    categories: ["all"],
    columns: columns.autoscalerColumns,
  }),
];
