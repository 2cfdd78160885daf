import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { valueAt } from "@/sandbox/kubernetes/json/values";
import { SelectorError } from "./label-selector";

type ObjectMatcher = (object: StoredObject) => boolean;

/** Fields beside metadata.name and metadata.namespace that Kubernetes selects by, by `group/plural`. */
const selectable: Readonly<Record<string, readonly string[]>> = {
  "/pods": [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
  ],
  "/secrets": ["type"],
  "/namespaces": ["status.phase"],
  "/nodes": ["spec.unschedulable"],
  "/services": ["spec.clusterIP", "spec.type"],
  "/events": [
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
  ],
  "apps/replicasets": ["status.replicas"],
  "batch/jobs": ["status.successful"],
};

/**
 * Reads a field selector of a list request: `metadata.name=x,status.phase!=Running`.
 * Throws SelectorError for a field that Kubernetes would not select by.
 */
export function parseFieldSelector(text: string, group: string, plural: string): ObjectMatcher {
  const terms = text.split(",").filter((term) => term.trim() !== "");
  const matchers = terms.map((term) => parseFieldTerm(term.trim(), group, plural));
  return (object) => matchers.every((matches) => matches(object));
}

function parseFieldTerm(term: string, group: string, plural: string): ObjectMatcher {
  const parts = /^([^=!]+)(==|=|!=)(.*)$/.exec(term);
  const field = parts?.[1];
  if (!field) throw new SelectorError(`invalid selector: '${term}'; can't understand '${term}'`);
  const known = ["metadata.name", "metadata.namespace", ...(selectable[`${group}/${plural}`] ?? [])];
  if (!known.includes(field)) throw new SelectorError(`field label not supported: ${field}`);
  const path = field.split(".");
  const wanted = (parts?.[3] ?? "").replaceAll(/\\([,=\\])/g, "$1");
  const negated = parts?.[2] === "!=";
  return (object) => (String(valueAt(object, ...path) ?? "") === wanted) !== negated;
}
