import type { PodLogs } from "@/sandbox/kubernetes/store/pod-logs";
import type { ServiceAddresses } from "@/sandbox/kubernetes/store/service-addresses";
import type { Levers } from "@/sandbox/levers/levers";
import type { Registry } from "./resources/registry";
import type { ObjectStore } from "./store/object-store";
import type { OwnerIndex } from "./store/owner-index";

/** What every part of the API server works on. */
export interface Cluster {
  readonly store: ObjectStore;
  readonly registry: Registry;
  /** Kept up before any controller hears of a change. */
  readonly owners: OwnerIndex;
  readonly levers: Levers;
  readonly addresses: ServiceAddresses;
  readonly logs: PodLogs;
  now(): Date;
}

/** The time as Kubernetes writes it: RFC 3339, whole seconds. */
export function timestamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
