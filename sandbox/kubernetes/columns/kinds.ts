import { isRecord, listAt, numberAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import type { Column } from "@/sandbox/kubernetes/resources/resource-type";
import {
  ageColumn,
  ageOf,
  column,
  humanDuration,
  nameColumn,
  selectorText,
  templateColumns,
  wide,
} from "./column";

function dataCount(object: unknown): number {
  return (
    Object.keys(recordAt(object, "data") ?? {}).length +
    Object.keys(recordAt(object, "binaryData") ?? {}).length
  );
}

function externalAddress(service: unknown): string {
  const ingress = listAt(service, "status", "loadBalancer", "ingress").map(
    (point) => textAt(point, "ip") ?? textAt(point, "hostname") ?? "",
  );
  if (textAt(service, "spec", "type") === "ExternalName")
    return textAt(service, "spec", "externalName") ?? "<none>";
  if (ingress.length > 0) return ingress.join(",");
  return textAt(service, "spec", "type") === "LoadBalancer" ? "<pending>" : "<none>";
}

function portTexts(service: unknown): string {
  const ports = listAt(service, "spec", "ports").map((port) => {
    const node = numberAt(port, "nodePort");
    return `${numberAt(port, "port") ?? ""}${node ? `:${node}` : ""}/${textAt(port, "protocol") ?? "TCP"}`;
  });
  return ports.length === 0 ? "<none>" : ports.join(",");
}

export const serviceColumns: readonly Column[] = [
  nameColumn,
  column("Type", (object) => textAt(object, "spec", "type") ?? ""),
  column("Cluster-IP", (object) => textAt(object, "spec", "clusterIP") ?? "<none>"),
  column("External-IP", externalAddress),
  column("Port(s)", portTexts),
  ageColumn,
  wide("Selector", (object) => selectorText(object, "spec", "selector")),
];

export const namespaceColumns: readonly Column[] = [
  nameColumn,
  column("Status", (object) => textAt(object, "status", "phase") ?? ""),
  ageColumn,
];

export const secretColumns: readonly Column[] = [
  nameColumn,
  column("Type", (object) => textAt(object, "type") ?? ""),
  column("Data", dataCount),
  ageColumn,
];

export const configMapColumns: readonly Column[] = [nameColumn, column("Data", dataCount), ageColumn];

export const serviceAccountColumns: readonly Column[] = [
  nameColumn,
  column("Secrets", (object) => listAt(object, "secrets").length),
  ageColumn,
];

export const endpointsColumns: readonly Column[] = [
  nameColumn,
  column("Endpoints", (object) => {
    const targets = listAt(object, "subsets").flatMap((subset) =>
      listAt(subset, "addresses").flatMap((address) =>
        listAt(subset, "ports").map((port) => `${textAt(address, "ip")}:${numberAt(port, "port")}`),
      ),
    );
    const more = targets.length > 3 ? ` + ${targets.length - 3} more...` : "";
    return targets.length === 0 ? "<none>" : targets.slice(0, 3).join(",") + more;
  }),
  ageColumn,
];

export const nodeColumns: readonly Column[] = [
  nameColumn,
  column("Status", (object) => {
    const ready = listAt(object, "status", "conditions").find(
      (condition) => textAt(condition, "type") === "Ready",
    );
    return textAt(ready, "status") === "True" ? "Ready" : "NotReady";
  }),
  column("Roles", () => "control-plane"),
  ageColumn,
  column("Version", (object) => textAt(object, "status", "nodeInfo", "kubeletVersion") ?? ""),
];

export const claimColumns: readonly Column[] = [
  nameColumn,
  column("Status", (object) => textAt(object, "status", "phase") ?? "Pending"),
  column("Volume", (object) => textAt(object, "spec", "volumeName") ?? ""),
  column("Capacity", (object) => textAt(object, "spec", "resources", "requests", "storage") ?? ""),
  column("Access Modes", (object) => listAt(object, "spec", "accessModes").join(",")),
  column("StorageClass", (object) => textAt(object, "spec", "storageClassName") ?? ""),
  ageColumn,
];

export const eventColumns: readonly Column[] = [
  {
    name: "Last Seen",
    type: "string",
    priority: 0,
    cell: (object, now) => ageOf(textAt(object, "lastTimestamp"), now),
  },
  column("Type", (object) => textAt(object, "type") ?? ""),
  column("Reason", (object) => textAt(object, "reason") ?? ""),
  column("Object", (object) => {
    const involved = isRecord(object) ? object.involvedObject : undefined;
    return `${(textAt(involved, "kind") ?? "").toLowerCase()}/${textAt(involved, "name") ?? ""}`;
  }),
  column("Message", (object) => textAt(object, "message") ?? ""),
];

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
