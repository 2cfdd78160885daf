import { createHash } from "node:crypto";
import type { ResourceName, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { deepEqual, isRecord, numberAt, recordAt, textAt, textsAt } from "@/sandbox/kubernetes/json/values";
import { randomSuffix } from "@/sandbox/kubernetes/writes/create-object";
import {
  type Condition,
  type Controller,
  type ControllerContext,
  controllerReference,
  isPodReady,
  ownedObjects,
  pods,
  putStatus,
  recordEvent,
  stampConditions,
  watchQueue,
} from "./controller";

const deployments = { group: "apps", plural: "deployments" };
const replicaSets = { group: "apps", plural: "replicasets" };
const revision = "deployment.kubernetes.io/revision";

/** Keeps one ReplicaSet per pod template, moves the replicas to the newest, and reports that as the status. */
export function startDeployments(context: ControllerContext): Controller {
  const { objects } = context;
  return watchQueue(context, deployments, replicaSets, (namespace, name) => {
    const found = objects.get(deployments, namespace, name);
    if (!found || found.metadata.deletionTimestamp !== undefined) return;
    const sets = ownedObjects(context, found, replicaSets);
    const newest = newestSet(context, found, sets);
    const deployment = objects.get(deployments, namespace, name) ?? found;
    moveReplicas(context, deployment, newest, sets);
    report(context, deployment, newest, ownedObjects(context, deployment, replicaSets));
  });
}

function templateHash(deployment: StoredObject): string {
  const text = JSON.stringify(recordAt(deployment, "spec", "template"), (_key, value) =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}

function revisionOf(object: StoredObject): number {
  return Number(object.metadata.annotations?.[revision] ?? 0);
}

/** The ReplicaSet of the current template, created if missing, with the highest revision. */
function newestSet(
  { objects }: ControllerContext,
  deployment: StoredObject,
  sets: StoredObject[],
): StoredObject {
  const hash = templateHash(deployment);
  const { name, namespace } = deployment.metadata;
  const existing = sets.find((set) => set.metadata.labels?.["pod-template-hash"] === hash);
  const highest = Math.max(0, ...sets.map(revisionOf));
  const wanted = existing && revisionOf(existing) === highest ? highest : highest + 1;
  const annotations: Record<string, string> = {
    ...deployment.metadata.annotations,
    [revision]: String(wanted),
  };
  if (deployment.metadata.annotations?.[revision] !== String(wanted)) {
    objects.put(deployments, { ...deployment, metadata: { ...deployment.metadata, annotations } });
  }
  if (existing && revisionOf(existing) === wanted) return existing;
  const template = recordAt(deployment, "spec", "template");
  const labels = { ...textsAt(template, "metadata", "labels"), "pod-template-hash": hash };
  const matchLabels = {
    ...textsAt(deployment, "spec", "selector", "matchLabels"),
    "pod-template-hash": hash,
  };
  const { "kubectl.kubernetes.io/last-applied-configuration": _applied, ...own } = annotations;
  return objects.put(replicaSets, {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: own,
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: numberAt(existing, "spec", "replicas") ?? 0,
      selector: { ...recordAt(deployment, "spec", "selector"), matchLabels },
      template: { ...template, metadata: { ...recordAt(template, "metadata"), labels } },
    },
    status: recordAt(existing, "status") ?? { replicas: 0 },
  });
}

/** The newest set gets all replicas at once; older sets lose theirs when it is ready. */
function moveReplicas(
  { objects }: ControllerContext,
  deployment: StoredObject,
  newest: StoredObject,
  sets: StoredObject[],
): void {
  if (recordAt(deployment, "spec")?.paused === true) return;
  const wanted = numberAt(deployment, "spec", "replicas") ?? 1;
  const scale = (set: StoredObject, replicas: number): void => {
    if (numberAt(set, "spec", "replicas") === replicas) return;
    objects.put(replicaSets, { ...set, spec: { ...recordAt(set, "spec"), replicas } });
    const message = `Scaled ${replicas > 0 ? "up" : "down"} replica set ${set.metadata.name} to ${replicas}`;
    recordEvent(objects, deployment, "Normal", "ScalingReplicaSet", message);
  };
  scale(newest, wanted);
  if ((numberAt(newest, "status", "readyReplicas") ?? 0) < wanted) return;
  for (const set of sets) if (set.metadata.uid !== newest.metadata.uid) scale(set, 0);
}

function report(
  context: ControllerContext,
  deployment: StoredObject,
  newest: StoredObject,
  sets: StoredObject[],
): void {
  const wanted = numberAt(deployment, "spec", "replicas") ?? 1;
  const sum = (field: string): number =>
    sets.reduce((total, set) => total + (numberAt(set, "status", field) ?? 0), 0);
  const updatedSet = sets.find((set) => set.metadata.uid === newest.metadata.uid);
  const updated = numberAt(updatedSet, "status", "replicas") ?? 0;
  const replicas = sum("replicas");
  const ready = sum("readyReplicas");
  const isDone = ready >= wanted && updated >= wanted && replicas === wanted;
  const before = recordAt(deployment, "status");
  const conditions = stampConditions(
    before,
    conditionsOf(newest, ready >= wanted, isDone),
    context.cluster.now(),
  );
  const status = {
    observedGeneration: numberAt(deployment, "metadata", "generation") ?? 1,
    ...(replicas > 0 && { replicas }),
    ...(updated > 0 && { updatedReplicas: updated }),
    ...(ready > 0 && { readyReplicas: ready, availableReplicas: ready }),
    ...(wanted > ready && { unavailableReplicas: wanted - ready }),
    conditions,
  };
  if (!deepEqual(before, status)) putStatus(context, deployments, deployment, status);
}

function conditionsOf(newest: StoredObject, isAvailable: boolean, isDone: boolean): Condition[] {
  const set = `ReplicaSet "${textAt(newest, "metadata", "name")}"`;
  return [
    {
      type: "Available",
      status: isAvailable ? "True" : "False",
      reason: isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
      message: `Deployment ${isAvailable ? "has" : "does not have"} minimum availability.`,
    },
    {
      type: "Progressing",
      status: "True",
      reason: isDone ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
      message: `${set} ${isDone ? "has successfully progressed" : "is progressing"}.`,
    },
  ];
}

/** A kind of workload that creates pods, and how it counts and names them. */
interface PodSetKind {
  resource: ResourceName;
  replicas(object: StoredObject): number;
  podName(object: StoredObject, index: number): string;
  status(total: number, ready: number): Record<string, unknown>;
}

const counted = (object: StoredObject): number => numberAt(object, "spec", "replicas") ?? 1;
const random = (object: StoredObject): string => `${object.metadata.name}-${randomSuffix()}`;

const kinds: readonly PodSetKind[] = [
  {
    resource: { group: "apps", plural: "replicasets" },
    replicas: counted,
    podName: random,
    status: (total, ready) => ({
      replicas: total,
      ...(total > 0 && { fullyLabeledReplicas: total }),
      ...(ready > 0 && { readyReplicas: ready, availableReplicas: ready }),
    }),
  },
  {
    resource: { group: "apps", plural: "statefulsets" },
    replicas: counted,
    podName: (object, index) => `${object.metadata.name}-${index}`,
    status: (total, ready) => ({
      replicas: total,
      currentReplicas: total,
      updatedReplicas: total,
      readyReplicas: ready,
      availableReplicas: ready,
    }),
  },
  {
    resource: { group: "apps", plural: "daemonsets" },
    replicas: () => 1,
    podName: random,
    status: (total, ready) => ({
      desiredNumberScheduled: 1,
      currentNumberScheduled: total,
      updatedNumberScheduled: total,
      numberReady: ready,
      numberAvailable: ready,
      numberMisscheduled: 0,
    }),
  },
];

/** ReplicaSets, StatefulSets and DaemonSets: creates as many pods as each needs, and counts them in its status. */
export function startPodSets(context: ControllerContext): Controller {
  const controllers = kinds.map((kind) =>
    watchQueue(context, kind.resource, pods, (namespace, name) => {
      const found = context.objects.get(kind.resource, namespace, name);
      if (found && found.metadata.deletionTimestamp === undefined) reconcile(context, kind, found);
    }),
  );
  return {
    close() {
      for (const controller of controllers) controller.close();
    },
  };
}

function reconcile(context: ControllerContext, kind: PodSetKind, owner: StoredObject): void {
  const { objects } = context;
  const wanted = kind.replicas(owner);
  const running = ownedObjects(context, owner, pods);
  for (const pod of running.slice(wanted)) objects.remove(pods, pod.metadata.namespace, pod.metadata.name);
  for (let index = running.length; index < wanted; index += 1) {
    objects.put(pods, podFor(owner, kind.podName(owner, index)));
  }
  const present = ownedObjects(context, owner, pods);
  const ready = present.filter(isPodReady).length;
  const status = {
    observedGeneration: numberAt(owner, "metadata", "generation") ?? 1,
    ...kind.status(present.length, ready),
  };
  if (!deepEqual(recordAt(owner, "status"), status)) putStatus(context, kind.resource, owner, status);
}

/** A pod from the owner's template. */
export function podFor(owner: StoredObject, name: string): Record<string, unknown> {
  const template = recordAt(owner, "spec", "template");
  const annotations = textsAt(template, "metadata", "annotations");
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: owner.metadata.namespace,
      labels: textsAt(template, "metadata", "labels"),
      ...(Object.keys(annotations).length > 0 && { annotations }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: {
      serviceAccountName: textAt(template, "spec", "serviceAccountName") ?? "default",
      ...recordAt(template, "spec"),
    },
    status: { phase: "Pending", qosClass: "BestEffort" },
  };
}
