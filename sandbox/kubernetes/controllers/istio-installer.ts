import { setTimeout as pause } from "node:timers/promises";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";
import { installIstio } from "@/sandbox/kubernetes/seeds/install-istio";
import { istioVersion } from "@/sandbox/kubernetes/seeds/istio-objects";
import type { ProgramRun } from "./program-for";

const stepMilliseconds = 500;
const versionPattern = /^\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?$/;

/**
 * Plays `istioctl install`: creates the namespace, the definitions, the control plane and the ingress gateway
 * of the version that the image's tag names, and says so as istioctl does. Throws for a tag that is no version.
 */
export async function runIstioInstaller({ objects, pod, log, isStopped }: ProgramRun): Promise<void> {
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
