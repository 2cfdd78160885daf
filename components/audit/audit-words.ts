import { gatewayPath, virtualClusterPath } from "@/components/virtual-cluster/paths";
import type { AuditEntry } from "@/lib/api/audit";
import { texts } from "./texts";

/** What was done, as people say it; an act that this page doesn't know is shown by its name. */
export function actWord(action: string): string {
  const word = (texts as unknown as Record<string, unknown>)[action];
  return typeof word === "string" ? word : action;
}

type Named = Pick<AuditEntry, "kind" | "virtualCluster" | "name">;

/** As errors name it, such as `Gateway web`; empty for an act without an object. */
export function objectTitle({ kind, virtualCluster, name }: Named): string {
  if (kind === "Namespace" || (kind === null && name === null)) return virtualCluster ?? "";
  return [kind, name].filter((part) => part !== null).join(" ");
}

const segments: Readonly<Record<string, string>> = {
  Service: "services",
  DestinationRule: "destination-rules",
  VirtualService: "virtual-services",
  ServiceEntry: "service-entries",
};

/** The page of the object; null if it has none. */
export function objectLink({ kind, virtualCluster, name }: Named): string | null {
  if (virtualCluster === null) return null;
  if (kind === "Namespace" || kind === null) return virtualClusterPath(virtualCluster);
  if (name === null) return null;
  if (kind === "Gateway") return gatewayPath(virtualCluster, name);
  const segment = segments[kind];
  return segment === undefined
    ? null
    : virtualClusterPath(virtualCluster, `${segment}/${encodeURIComponent(name)}`);
}

/** Whether an object of the kind can be returned to a version: those that have a form. */
export function canReturn(kind: string | null): boolean {
  return kind === "Gateway" || kind === "Deployment" || (kind !== null && Object.hasOwn(segments, kind));
}
