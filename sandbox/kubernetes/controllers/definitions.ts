import { setTimeout as pause } from "node:timers/promises";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";
import { resourceKey } from "@/sandbox/kubernetes/resources/resource-type";
import { installIstio, istioVersion } from "@/sandbox/kubernetes/seeds/istio";
import type { Controller, ControllerContext } from "./controller";
import type { ProgramRun } from "./kubelet";

/** Removes the objects of a kind together with its CustomResourceDefinition. */
export function startDefinitions({ cluster, objects }: ControllerContext): Controller {
  const stop = objects.onChange(({ type, resource, object }) => {
    if (type !== "DELETED" || resourceKey(resource) !== "apiextensions.k8s.io/customresourcedefinitions")
      return;
    const custom = {
      group: textAt(object, "spec", "group") ?? "",
      plural: textAt(object, "spec", "names", "plural") ?? "",
    };
    for (const entry of [...cluster.store.range(custom)]) {
      cluster.store.drop(custom, entry.object.metadata.namespace, entry.object.metadata.name);
    }
  });
  return { close: stop };
}

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
