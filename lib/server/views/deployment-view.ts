import type { DeploymentDetails, DeploymentView, deploymentStates } from "@/lib/api/application";
import { formFromDeployment } from "@/lib/istio/deployment/convert";
import { appOf, isOwnDeployment, versionOf } from "@/lib/istio/deployment/form";
import { forExport } from "@/lib/istio/yaml/write";
import type { DeploymentObject } from "@/lib/kubernetes/objects/kinds";
import type { DeploymentObject as Typed } from "@/lib/model/object";
import { texts } from "@/lib/server/texts";
import { ownersOf } from "./mesh-object-view";

type State = (typeof deploymentStates)[number];

/** Labels that say which application and version it is: those of the pods count first. */
export function labelsOf({ metadata, spec }: DeploymentObject): Record<string, string> {
  return { ...metadata.labels, ...spec?.template?.metadata?.labels };
}

export function deploymentView(deployment: DeploymentObject): DeploymentView {
  const { metadata, spec, status } = deployment;
  const labels = labelsOf(deployment);
  return {
    name: metadata.name,
    virtualCluster: metadata.namespace ?? "",
    app: appOf(metadata.name, labels),
    version: versionOf(labels),
    ...stateOf(deployment),
    replicas: spec?.replicas ?? 1,
    ready: status?.readyReplicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    containers: (spec?.template?.spec?.containers ?? []).map(({ name, image = "", ports = [] }) => ({
      name,
      image,
      ports: ports.map(({ containerPort }) => containerPort),
    })),
    labels: metadata.labels ?? {},
    podLabels: spec?.template?.metadata?.labels ?? {},
    createdAt: metadata.creationTimestamp ?? "",
    resourceVersion: metadata.resourceVersion ?? "",
    own: isOwnDeployment(metadata),
  };
}

export function deploymentDetails(deployment: DeploymentObject): DeploymentDetails {
  return {
    ...deploymentView(deployment),
    form: formFromDeployment(deployment as Typed),
    object: forExport(deployment),
    conditions: (deployment.status?.conditions ?? []).map((condition) => ({
      type: condition.type,
      status: condition.status,
      reason: condition.reason ?? "",
      message: condition.message ?? "",
      at: condition.lastTransitionTime ?? null,
    })),
    owners: ownersOf(deployment),
  };
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status */
export function stateOf({ metadata, spec, status }: DeploymentObject): {
  state: State;
  reason: string | null;
} {
  const wanted = spec?.replicas ?? 1;
  const conditions = status?.conditions ?? [];
  const failed = conditions.find(
    ({ type, status: value }) =>
      (type === "ReplicaFailure" && value === "True") || (type === "Progressing" && value === "False"),
  );
  if (failed) return { state: "degraded", reason: failed.message ?? failed.reason ?? texts.noProgress };
  const ready = Math.min(status?.readyReplicas ?? 0, status?.updatedReplicas ?? 0);
  const isSeen = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  if (wanted === 0) return { state: "stopped", reason: texts.scaledToZero };
  if (isSeen && ready >= wanted) return { state: "ready", reason: null };
  return { state: "progressing", reason: texts.replicasReady({ ready, wanted }) };
}
