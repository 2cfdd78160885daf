import { setTimeout as pause } from "node:timers/promises";
import type { StoredObject, WritableClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";
import { installIstio, istioVersion } from "@/sandbox/kubernetes/seeds/istio";

/** What a container's program is given. */
interface ProgramRun {
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

const stepMilliseconds = 500;
const versionPattern = /^\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?$/;

/**
 * Plays `istioctl install`: creates the namespace, the definitions, the control plane and the ingress gateway
 * of the version that the image's tag names, and says so as istioctl does. Throws for a tag that is no version.
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
