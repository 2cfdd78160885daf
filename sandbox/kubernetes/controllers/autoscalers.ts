import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { deepEqual, listAt, numberAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import {
  type Condition,
  type Controller,
  type ControllerContext,
  putStatus,
  stampConditions,
} from "./controller";

const autoscalers = { group: "autoscaling", plural: "horizontalpodautoscalers" };
const pollMilliseconds = 500;
/** The usage that every pod reports, in percent of its request. */
const utilization = 12;

/** Keeps each scaled workload between its minimum and maximum replicas, and fills the autoscaler's status. */
export function startAutoscalers(context: ControllerContext): Controller {
  const timer = setInterval(() => {
    for (const autoscaler of context.objects.list(autoscalers)) visit(context, autoscaler);
  }, pollMilliseconds);
  return { close: () => clearInterval(timer) };
}

function visit(context: ControllerContext, autoscaler: StoredObject): void {
  const { objects, cluster } = context;
  const target = recordAt(autoscaler, "spec", "scaleTargetRef");
  const group = (textAt(target, "apiVersion") ?? "apps/v1").split("/")[0] ?? "";
  const type = cluster.registry.findKind(group, textAt(target, "kind") ?? "");
  const name = textAt(target, "name") ?? "";
  const workload = type && objects.get(type, autoscaler.metadata.namespace, name);
  const before = recordAt(autoscaler, "status");
  if (!type || !workload) {
    const message = `the HPA controller was unable to get the target's current scale: "${name}" not found`;
    const missing: Condition[] = [
      { type: "AbleToScale", status: "False", reason: "FailedGetScale", message },
    ];
    put(context, autoscaler, { ...before, conditions: stampConditions(before, missing, cluster.now()) });
    return;
  }
  const current = numberAt(workload, "spec", "replicas") ?? 1;
  const least = numberAt(autoscaler, "spec", "minReplicas") ?? 1;
  const most = Math.max(least, numberAt(autoscaler, "spec", "maxReplicas") ?? least);
  const desired = Math.min(most, Math.max(least, current));
  if (desired !== current) {
    objects.put(type, { ...workload, spec: { ...recordAt(workload, "spec"), replicas: desired } });
  }
  const conditions: Condition[] = [
    {
      type: "AbleToScale",
      status: "True",
      reason: "ReadyForNewScale",
      message: "recommended size matches current size",
    },
    {
      type: "ScalingActive",
      status: "True",
      reason: "ValidMetricFound",
      message: "the HPA was able to successfully calculate a replica count",
    },
  ];
  put(context, autoscaler, {
    currentReplicas: numberAt(workload, "status", "replicas") ?? 0,
    desiredReplicas: desired,
    observedGeneration: numberAt(autoscaler, "metadata", "generation") ?? 1,
    currentMetrics: listAt(autoscaler, "spec", "metrics").flatMap(currentMetric),
    conditions: stampConditions(before, conditions, cluster.now()),
  });
}

function currentMetric(metric: unknown): unknown[] {
  if (textAt(metric, "type") !== "Resource") return [];
  const name = textAt(metric, "resource", "name");
  const current = { averageUtilization: utilization, averageValue: `${utilization}m` };
  return [{ type: "Resource", resource: { name, current } }];
}

function put(context: ControllerContext, autoscaler: StoredObject, status: Record<string, unknown>): void {
  if (!deepEqual(recordAt(autoscaler, "status"), status)) putStatus(context, autoscalers, autoscaler, status);
}
