import { timestamp } from "@/sandbox/kubernetes/cluster";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import { nodeName } from "@/sandbox/kubernetes/seeds/seed";
import {
  type Controller,
  type ControllerContext,
  createWorkQueue,
  pods,
  putStatus,
  stampConditions,
} from "./controller";

const startMilliseconds = 200;

/** Plays the node: schedules a new pod, which runs a moment later. */
export function startKubelet(context: ControllerContext): Controller {
  const { objects, cluster } = context;
  let lastAddress = Math.max(1, ...objects.list(pods).map(addressNumber));
  const start = (key: string): void => {
    const [namespace, name = ""] = key.split("/");
    const pod = objects.get(pods, namespace, name);
    if (!pod || textAt(pod, "status", "phase") !== "Pending") return;
    lastAddress = (lastAddress % 65_000) + 1;
    const address = `10.244.${lastAddress >> 8}.${lastAddress & 255}`;
    const spec = { ...recordAt(pod, "spec"), nodeName };
    const scheduled = objects.put(pods, { ...pod, spec }, { manager: "kube-scheduler" });
    const at = cluster.now();
    const status = {
      ...recordAt(pod, "status"),
      phase: "Running",
      hostIP: "127.0.0.1",
      podIP: address,
      podIPs: [{ ip: address }],
      startTime: timestamp(at),
      ...containersOf(pod, at),
      conditions: podConditions(pod, true, at),
    };
    putStatus(context, pods, scheduled, status, "kubelet");
  };
  const queue = createWorkQueue(start);
  const add = ({ metadata }: StoredObject): void =>
    queue.add(`${metadata.namespace}/${metadata.name}`, startMilliseconds);
  for (const pod of objects.list(pods)) add(pod);
  const stop = objects.onChange(({ type, resource, object }) => {
    if (resource.plural !== "pods" || resource.group !== "") return;
    if (type === "ADDED") {
      if (textAt(object, "status", "phase") === undefined) {
        putStatus(context, pods, object, { phase: "Pending", qosClass: "BestEffort" }, "kubelet");
      }
      add(object);
    }
    if (type === "DELETED") cluster.logs.forget(object.metadata.uid);
  });
  return {
    close() {
      stop();
      queue.close();
    },
  };
}

/** The part of a pod's address that increments. */
function addressNumber(pod: StoredObject): number {
  const [, , third = "0", fourth = "0"] = (textAt(pod, "status", "podIP") ?? "").split(".");
  return Number(third) * 256 + Number(fourth);
}

/** The status of a pod whose containers have terminated. */
export function endedStatus(pod: StoredObject, exitCode: number, at: Date): Record<string, unknown> {
  const reason = exitCode === 0 ? "Completed" : "Error";
  const startedAt = textAt(pod, "status", "startTime");
  const statuses = listAt(pod, "status", "containerStatuses").map((container) => ({
    ...recordAt(container),
    ready: false,
    started: false,
    state: { terminated: { exitCode, reason, startedAt, finishedAt: timestamp(at) } },
  }));
  return {
    ...recordAt(pod, "status"),
    phase: exitCode === 0 ? "Succeeded" : "Failed",
    containerStatuses: statuses,
    conditions: podConditions(pod, false, at),
  };
}

function containersOf(pod: StoredObject, at: Date): Record<string, unknown> {
  const containerStatuses = listAt(pod, "spec", "containers").map((container) => ({
    name: textAt(container, "name"),
    image: textAt(container, "image"),
    imageID: "",
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: timestamp(at) } },
  }));
  return { containerStatuses };
}

function podConditions(pod: StoredObject, isReady: boolean, at: Date): unknown[] {
  const conditions = ["PodScheduled", "Initialized", "ContainersReady", "Ready"].map((type) => {
    const isTrue = isReady || type === "PodScheduled" || type === "Initialized";
    return {
      type,
      status: isTrue ? "True" : "False",
      reason: isTrue ? "" : "PodCompleted",
      message: "",
    } as const;
  });
  return stampConditions(recordAt(pod, "status"), conditions, at).map((condition) => {
    const { lastUpdateTime: _updated, reason, message: _message, ...rest } = recordAt(condition) ?? {};
    return { ...rest, lastProbeTime: null, ...(reason !== "" && { reason }) };
  });
}
