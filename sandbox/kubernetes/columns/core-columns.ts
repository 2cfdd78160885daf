import { isRecord, listAt, numberAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import type { Column } from "@/sandbox/kubernetes/resources/resource-type";
import { ageColumn, ageOf, column, nameColumn, selectorText, wide } from "./column";

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
