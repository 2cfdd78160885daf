import { setTimeout as pause } from "node:timers/promises";
import { timestamp } from "@/sandbox/kubernetes/cluster";
import type { StoredObject, WritableClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, numberAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import { installIstio, istioVersion } from "@/sandbox/kubernetes/seeds/istio";
import { randomSuffix } from "@/sandbox/kubernetes/writes/create-object";
import {
  type Controller,
  type ControllerContext,
  ownedObjects,
  pods,
  putStatus,
  recordEvent,
  watchQueue,
} from "./controller";
import { podFor } from "./deployments";
import { endedStatus } from "./kubelet";

const jobs = { group: "batch", plural: "jobs" };

/** Runs each Job once, in its own pod, with the program for its image. */
export function startJobs(context: ControllerContext): Controller {
  const { objects } = context;
  /** Pods whose program runs in this process, by uid. */
  const running = new Set<string>();
  let isClosed = false;

  const finish = (pod: StoredObject, exitCode: number): void => {
    const { namespace, name, uid } = pod.metadata;
    running.delete(uid);
    const current = isClosed ? undefined : objects.get(pods, namespace, name);
    if (current)
      putStatus(context, pods, current, endedStatus(current, exitCode, context.cluster.now()), "kubelet");
  };
  const run = (pod: StoredObject): void => {
    if (running.has(pod.metadata.uid)) return;
    running.add(pod.metadata.uid);
    const log = (line: string): void => context.cluster.logs.append(pod.metadata.uid, `${line}\n`);
    programFor(pod)({ objects, pod, log, isStopped: () => isClosed }).then(
      () => finish(pod, 0),
      (error: unknown) => {
        log(`Error: ${error instanceof Error ? error.message : String(error)}`);
        finish(pod, 1);
      },
    );
  };
  const controller = watchQueue(context, jobs, pods, (namespace, name) => {
    const job = objects.get(jobs, namespace, name);
    if (!job || job.metadata.deletionTimestamp !== undefined || isFinished(job)) return;
    const [pod] = ownedObjects(context, job, pods);
    if (recordAt(job, "spec")?.suspend === true) return;
    if (!pod) {
      const created = objects.put(pods, podFor(job, `${name}-${randomSuffix()}`));
      recordEvent(objects, job, "Normal", "SuccessfulCreate", `Created pod: ${created.metadata.name}`);
      return;
    }
    const phase = textAt(pod, "status", "phase");
    if (phase === "Running") run(pod);
    report(context, job, phase ?? "Pending");
  });
  const expiry = setInterval(() => removeExpired(context), 1000);
  return {
    close() {
      isClosed = true;
      clearInterval(expiry);
      controller.close();
    },
  };
}

function isFinished(job: StoredObject): boolean {
  return listAt(job, "status", "conditions").some((condition) =>
    ["Complete", "Failed"].includes(textAt(condition, "type") ?? ""),
  );
}

function report(context: ControllerContext, job: StoredObject, phase: string): void {
  const at = timestamp(context.cluster.now());
  const startTime = textAt(job, "status", "startTime") ?? at;
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: "True",
    reason,
    message,
    lastProbeTime: at,
    lastTransitionTime: at,
  });
  if (phase === "Succeeded") {
    const reason = "CompletionsReached";
    const message = "Reached expected number of succeeded pods";
    const conditions = [
      condition("SuccessCriteriaMet", reason, message),
      condition("Complete", reason, message),
    ];
    putStatus(context, jobs, job, {
      startTime,
      completionTime: at,
      succeeded: 1,
      ready: 0,
      terminating: 0,
      conditions,
    });
    recordEvent(context.objects, job, "Normal", "Completed", "Job completed");
  } else if (phase === "Failed") {
    const conditions = [
      condition("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit"),
    ];
    putStatus(context, jobs, job, { startTime, failed: 1, ready: 0, terminating: 0, conditions });
  } else
    putStatus(context, jobs, job, {
      startTime,
      active: 1,
      ready: phase === "Running" ? 1 : 0,
      terminating: 0,
    });
}

/** Removes finished Jobs after `ttlSecondsAfterFinished`. */
function removeExpired({ objects, cluster }: ControllerContext): void {
  for (const job of objects.list(jobs)) {
    const seconds = numberAt(job, "spec", "ttlSecondsAfterFinished");
    const ended = listAt(job, "status", "conditions")
      .map((condition) => textAt(condition, "lastTransitionTime"))
      .at(-1);
    if (seconds === undefined || ended === undefined || !isFinished(job)) continue;
    if (cluster.now().getTime() - Date.parse(ended) < seconds * 1000) continue;
    objects.remove(jobs, job.metadata.namespace, job.metadata.name);
  }
}

/** What a container's program receives. */
interface ProgramRun {
  objects: WritableClusterObjects;
  pod: StoredObject;
  log(line: string): void;
  /** Whether the cluster has stopped; nothing may be written after that. */
  isStopped(): boolean;
}

/** Returns or throws, like a container that exits with 0 or not. */
type Program = (run: ProgramRun) => Promise<void>;

/** The program for the pod's image; an unknown image succeeds after a moment. */
export function programFor(pod: StoredObject): Program {
  const image = textAt(listAt(pod, "spec", "containers")[0], "image") ?? "";
  if (/istio\/(istioctl|install)/.test(image)) return runIstioInstaller;
  return async ({ log }) => {
    log(`${image}: nothing to run here`);
    await pause(300);
  };
}

const stepMilliseconds = 500;
const versionPattern = /^\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?$/;

/**
 * Plays `istioctl install`: creates the namespace, the definitions, the control plane and the ingress gateway of
 * the version in the image's tag, and prints what istioctl prints. Throws when the tag isn't a version.
 */
async function runIstioInstaller({ objects, pod, log, isStopped }: ProgramRun): Promise<void> {
  const container = listAt(pod, "spec", "containers")[0];
  const version = versionOf(textAt(container, "image") ?? "");
  const words = [...listAt(container, "command"), ...listAt(container, "args")].map(String);
  const profile = words.find((word) => word.startsWith("profile="))?.slice("profile=".length) ?? "default";
  log(`This will install the Istio ${version} profile "${profile}" into the cluster.`);
  await pause(stepMilliseconds);
  log("- Processing resources for Istio core.");
  await pause(stepMilliseconds);
  if (isStopped()) return;
  installIstio(objects, version);
  log("✔ Istio core installed ⛵️");
  log("- Processing resources for Istiod.");
  await pause(stepMilliseconds);
  log("✔ Istiod installed 🧠");
  log("- Processing resources for Ingress gateways.");
  await pause(stepMilliseconds);
  log("✔ Ingress gateways installed 🛬");
  log("✔ Installation complete");
}

function versionOf(image: string): string {
  const tag = image.split("/").at(-1)?.split(":")[1] ?? istioVersion;
  if (tag === "latest") return istioVersion;
  if (!versionPattern.test(tag)) throw new Error(`"${tag}" is not a version of Istio`);
  return tag;
}
