import { valueAt } from "@/lib/istio/edit/value-at";
import { metadataPrefix } from "@/lib/istio/fields/metadata";
import { kindEntry } from "@/lib/istio/kinds";
import { objectPath } from "@/lib/istio/kinds/object-path";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { formPath } from "@/lib/istio/rules/form-path";
import type { CheckedObject } from "@/lib/istio/rules/preview";
import type { GatewayObject } from "@/lib/kubernetes/kinds";
import type { PlainKind } from "../plain-kind";
import { gatewayDetails } from "../views/gateway-view";
import { meshObjectDetails } from "../views/mesh-object-view";
import type { Codec, Path } from "./codec";
import { putAt } from "./put-at";

/** How objects of a kind are saved whose lists an apply writes whole. */
export function meshCodec(kind: PlainKind | "Gateway"): Codec {
  const { title, toForm } = kindEntry(kind);
  return {
    kind,
    title,
    toForm,
    objectPath,
    formPath: placeInForm,
    repair: (standing, asked, paths) =>
      paths.reduce<KubernetesObject>((object, path) => {
        // A list that the form makes holds whole entries, with what others have in them.
        const index = path.findIndex((step) => typeof step === "number");
        const place = index < 0 ? path : path.slice(0, index);
        return putAt(object, place, valueAt(asked, place)) as KubernetesObject;
      }, standing),
    view: (object, runtime) =>
      kind === "Gateway"
        ? gatewayDetails(object as unknown as GatewayObject, runtime)
        : meshObjectDetails(kind, object, runtime.mesh),
  };
}

/** The field of the form that shows a place in the object. */
export function placeInForm(object: KubernetesObject, path: Path): Path {
  const [top, field, key] = path;
  if (top === "metadata" && field === "annotations" && typeof key === "string")
    if (key.startsWith(metadataPrefix) && !key.endsWith("/secured-hosts") && !key.endsWith("/ingress"))
      return ["metadata", key.slice(metadataPrefix.length)];
  if (top === "metadata" && field === "labels" && object.kind !== "Deployment")
    return key === undefined ? ["labels"] : ["labels", key];
  return formPath(object as unknown as CheckedObject, path);
}
