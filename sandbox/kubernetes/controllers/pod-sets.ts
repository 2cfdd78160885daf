import type { ResourceName, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { deepEqual, numberAt, recordAt, textAt, textsAt } from "@/sandbox/kubernetes/json/values";
import { randomSuffix } from "@/sandbox/kubernetes/writes/create-object";
import {
  type Controller,
  type ControllerContext,
  controllerReference,
  isPodReady,
  ownedObjects,
  pods,
  putStatus,
  watchQueue,
} from "./controller";

/** A kind of workload that makes pods, and how it counts and names them. */
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

/** ReplicaSets, StatefulSets and DaemonSets: as many pods as each wants, and a status that counts them. */
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

/** A pod of the owner's template. */
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
