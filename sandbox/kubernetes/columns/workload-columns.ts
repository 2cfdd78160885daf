import { listAt, numberAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import type { Column } from "@/sandbox/kubernetes/resources/resource-type";
import { ageColumn, column, humanDuration, nameColumn, templateColumns, wide } from "./column";

const number = (object: unknown, ...path: string[]): number => numberAt(object, ...path) ?? 0;

export const deploymentColumns: readonly Column[] = [
  nameColumn,
  column(
    "Ready",
    (object) => `${number(object, "status", "readyReplicas")}/${number(object, "spec", "replicas")}`,
  ),
  column("Up-to-date", (object) => number(object, "status", "updatedReplicas")),
  column("Available", (object) => number(object, "status", "availableReplicas")),
  ageColumn,
  ...templateColumns,
];

export const replicaSetColumns: readonly Column[] = [
  nameColumn,
  column("Desired", (object) => number(object, "spec", "replicas")),
  column("Current", (object) => number(object, "status", "replicas")),
  column("Ready", (object) => number(object, "status", "readyReplicas")),
  ageColumn,
  ...templateColumns,
];

export const statefulSetColumns: readonly Column[] = [
  nameColumn,
  column(
    "Ready",
    (object) => `${number(object, "status", "readyReplicas")}/${number(object, "spec", "replicas")}`,
  ),
  ageColumn,
  ...templateColumns.slice(0, 2),
];

export const daemonSetColumns: readonly Column[] = [
  nameColumn,
  column("Desired", (object) => number(object, "status", "desiredNumberScheduled")),
  column("Current", (object) => number(object, "status", "currentNumberScheduled")),
  column("Ready", (object) => number(object, "status", "numberReady")),
  column("Up-to-date", (object) => number(object, "status", "updatedNumberScheduled")),
  column("Available", (object) => number(object, "status", "numberAvailable")),
  ageColumn,
  ...templateColumns,
];

export const podColumns: readonly Column[] = [
  nameColumn,
  column("Ready", (object) => {
    const statuses = listAt(object, "status", "containerStatuses");
    const ready = statuses.filter((status) => recordAt(status)?.ready === true).length;
    return `${ready}/${listAt(object, "spec", "containers").length}`;
  }),
  column("Status", (object) => {
    if (textAt(object, "metadata", "deletionTimestamp")) return "Terminating";
    const phase = textAt(object, "status", "phase") ?? "Pending";
    return phase === "Succeeded" ? "Completed" : phase === "Failed" ? "Error" : phase;
  }),
  column("Restarts", () => "0"),
  ageColumn,
  wide("IP", (object) => textAt(object, "status", "podIP") ?? "<none>"),
  wide("Node", (object) => textAt(object, "spec", "nodeName") ?? "<none>"),
  wide("Nominated Node", () => "<none>"),
  wide("Readiness Gates", () => "<none>"),
];

export const jobColumns: readonly Column[] = [
  nameColumn,
  column("Status", (object) => {
    const types = listAt(object, "status", "conditions").map((condition) => textAt(condition, "type"));
    return ["Complete", "Failed"].find((type) => types.includes(type)) ?? "Running";
  }),
  column(
    "Completions",
    (object) => `${number(object, "status", "succeeded")}/${numberAt(object, "spec", "completions") ?? 1}`,
  ),
  {
    name: "Duration",
    type: "string",
    priority: 0,
    cell: (object, now) => {
      const start = textAt(object, "status", "startTime");
      const end = textAt(object, "status", "completionTime");
      if (start === undefined) return "";
      return humanDuration((end ? Date.parse(end) : now.getTime()) - Date.parse(start));
    },
  },
  ageColumn,
  ...templateColumns,
];

export const autoscalerColumns: readonly Column[] = [
  nameColumn,
  column("Reference", (object) => {
    const target = recordAt(object, "spec", "scaleTargetRef");
    return `${textAt(target, "kind")}/${textAt(target, "name")}`;
  }),
  column("Targets", (object) => {
    const texts = listAt(object, "spec", "metrics").map((metric, index) => {
      const current = numberAt(
        listAt(object, "status", "currentMetrics")[index],
        "resource",
        "current",
        "averageUtilization",
      );
      const wanted = numberAt(metric, "resource", "target", "averageUtilization");
      return `${textAt(metric, "resource", "name") ?? "metric"}: ${current ?? "<unknown>"}%/${wanted ?? "?"}%`;
    });
    return texts.length === 0 ? "<unknown>" : texts.join(", ");
  }),
  column("MinPods", (object) => numberAt(object, "spec", "minReplicas") ?? 1),
  column("MaxPods", (object) => number(object, "spec", "maxReplicas")),
  column("Replicas", (object) => number(object, "status", "currentReplicas")),
  ageColumn,
];
