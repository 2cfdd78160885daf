import type { ClusterObjects, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, numberAt, recordAt, textAt, textsAt } from "@/sandbox/kubernetes/json/value-at";
import { resources } from "./resources";
import { selects } from "./selects";

/** A container's port as it declares it. */
export interface ContainerPort {
  name?: string;
  number: number;
}

/** A running pod that traffic can be sent to. */
export interface RunningPod {
  name: string;
  namespace: string;
  labels: Record<string, string>;
  image: string;
  ports: ContainerPort[];
}

/**
 * The ready pods of the cluster. A Deployment whose pods are not objects of their own counts as one pod for
 * each of its replicas.
 */
export function runningPods(objects: ClusterObjects): RunningPod[] {
  const pods = objects.list(resources.pods);
  const deployed = objects.list(resources.deployments).flatMap((deployment) => {
    const selector = textsAt(deployment, "spec", "selector", "matchLabels");
    const has = pods.some(
      (pod) =>
        pod.metadata.namespace === deployment.metadata.namespace &&
        selects(selector, pod.metadata.labels ?? {}),
    );
    return has ? [] : replicasOf(deployment);
  });
  return [
    ...pods
      .filter(isReady)
      .map((pod) => podOf(pod.metadata.name, pod, textsAt(pod, "metadata", "labels"), pod)),
    ...deployed,
  ];
}

function replicasOf(deployment: StoredObject): RunningPod[] {
  const replicas = numberAt(deployment, "spec", "replicas") ?? 1;
  const template = recordAt(deployment, "spec", "template");
  const labels = textsAt(template, "metadata", "labels");
  return Array.from({ length: Math.min(replicas, 20) }, (_, index) =>
    podOf(`${deployment.metadata.name}-${index}`, deployment, labels, template),
  );
}

function podOf(
  name: string,
  owner: StoredObject,
  labels: Record<string, string>,
  holder: unknown,
): RunningPod {
  const containers = listAt(holder, "spec", "containers");
  return {
    name,
    namespace: owner.metadata.namespace ?? "default",
    labels,
    image: textAt(containers[0], "image") ?? "",
    ports: containers.flatMap((container) =>
      listAt(container, "ports").flatMap((port) => {
        const number = numberAt(port, "containerPort");
        const portName = textAt(port, "name");
        return number === undefined
          ? []
          : [{ number, ...(portName === undefined ? {} : { name: portName }) }];
      }),
    ),
  };
}

/** Running, not being deleted, and not said to be unready. */
function isReady(pod: StoredObject): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  if ((textAt(pod, "status", "phase") ?? "Running") !== "Running") return false;
  const ready = listAt(pod, "status", "conditions").find(
    (condition) => textAt(condition, "type") === "Ready",
  );
  return ready === undefined || textAt(ready, "status") === "True";
}
