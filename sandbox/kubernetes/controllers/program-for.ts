import { setTimeout as pause } from "node:timers/promises";
import type { StoredObject, WritableClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";
import { runIstioInstaller } from "./istio-installer";

/** What a container's program is given. */
export interface ProgramRun {
  objects: WritableClusterObjects;
  pod: StoredObject;
  log(line: string): void;
  /** True once the cluster has stopped, when nothing may be written any more. */
  isStopped(): boolean;
}

/** Ends well or throws, as a container exits with 0 or not. */
type Program = (run: ProgramRun) => Promise<void>;

/** The program that the pod's image stands for; an image that is not known ends well after a moment. */
export function programFor(pod: StoredObject): Program {
  const image = textAt(listAt(pod, "spec", "containers")[0], "image") ?? "";
  if (/istio\/(istioctl|install)/.test(image)) return runIstioInstaller;
  return async ({ log }) => {
    log(`${image}: nothing to run here`);
    await pause(300);
  };
}
