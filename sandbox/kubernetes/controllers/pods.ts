import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";

export const pods = { group: "", plural: "pods" };

export function isPodReady(pod: StoredObject): boolean {
  return listAt(pod, "status", "conditions").some(
    (condition) => textAt(condition, "type") === "Ready" && textAt(condition, "status") === "True",
  );
}
