import { valueAt } from "@/lib/istio/edit/value-at";
import { kindEntry } from "@/lib/istio/kinds";
import { formPath, objectPath } from "@/lib/istio/kinds/object-path";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { GatewayObject } from "@/lib/kubernetes/kinds";
import type { PlainKind } from "../plain-kind";
import { gatewayDetails } from "../views/gateway-view";
import { meshObjectDetails } from "../views/mesh-object-view";
import type { Codec } from "./codec";
import { putAt } from "./put-at";

/** How objects of a kind are saved whose lists an apply writes whole. */
export function meshCodec(kind: PlainKind | "Gateway"): Codec {
  const { title, toForm } = kindEntry(kind);
  return {
    kind,
    title,
    toForm,
    objectPath,
    formPath,
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
