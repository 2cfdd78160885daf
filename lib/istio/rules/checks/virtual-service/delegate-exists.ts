import type { VirtualServiceObject } from "../../../virtual-service/object";
import { isExportedTo } from "../../exports";
import type { Check } from "../../finding";
import { keyOf } from "../../indexes";

/**
 * A route that delegates leads to a Virtual Service without hosts that its namespace sees; else Istio drops the route.
 * Source: Istio, Virtual Service reference, `Delegate`.
 */
export const delegateExists: Check<"VirtualService"> = {
  id: "delegate-exists",
  code: "LAM0116",
  title: "A delegate that cannot be used",
  of: "VirtualService",
  run: ({ metadata: { namespace: own = "" }, spec }, mesh) =>
    (spec.http ?? []).flatMap(({ delegate }, index) => {
      if (!delegate?.name) return [];
      const key = keyOf({ namespace: delegate.namespace || own, name: delegate.name });
      const problem = problemWith(key, mesh.one("virtualServices", key), own);
      return problem
        ? [{ severity: "error" as const, path: ["spec", "http", index, "delegate"], ...problem }]
        : [];
    }),
};

function problemWith(key: string, delegate: VirtualServiceObject | undefined, namespace: string) {
  if (!delegate)
    return {
      message: `There is no Virtual Service ${key} to delegate to, so Istio drops this route`,
      remedy: "Create it without hosts, or choose one that exists",
    };
  if (delegate.spec.hosts?.length)
    return {
      message: `Virtual Service ${key} has hosts of its own, so Istio takes it for no delegate and drops this route`,
      remedy: "Remove its hosts and gateways, or delegate to another",
    };
  if (!isExportedTo(delegate, namespace))
    return {
      message: `Virtual Service ${key} is not exported to ${namespace}, so Istio drops this route`,
      remedy: `Add ${namespace} to its exportTo`,
    };
  return null;
}
