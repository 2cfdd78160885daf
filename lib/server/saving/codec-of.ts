import type { Kind } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { Codec } from "./codec";
import { deploymentCodec } from "./deployment-codec";
import { meshCodec } from "./mesh-codec";

/** How an object of any kind that has a form is saved. */
export function codecOf(kind: Kind, object: KubernetesObject): Codec {
  return kind === "Deployment" ? deploymentCodec(object) : meshCodec(kind);
}
