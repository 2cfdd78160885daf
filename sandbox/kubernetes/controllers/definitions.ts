import { textAt } from "@/sandbox/kubernetes/json/values";
import { resourceKey } from "@/sandbox/kubernetes/resources/resource-type";
import type { Controller, ControllerContext } from "./controller";

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
