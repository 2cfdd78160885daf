import type { StoredObject } from "./cluster-objects";
import { isRecord, valueAt } from "./json/values";

type LabelMatcher = (labels: Readonly<Record<string, string>> | undefined) => boolean;

/** A malformed selector; the message is the one in Kubernetes' 400. */
export class SelectorError extends Error {}

const setTerm = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/;
const equalityTerm = /^([^\s!=]+)\s*(==|=|!=)\s*([^\s=!]*)$/;
const keyPattern = /^([a-z0-9.-]+\/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/**
 * Parses a label selector of a list request: `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
 * Throws SelectorError.
 */
export function parseLabelSelector(text: string): LabelMatcher {
  const terms = splitTerms(text).map(parseTerm);
  return (labels) => terms.every((term) => term(labels));
}

/** Reads a LabelSelector object (`matchLabels`, `matchExpressions`) of a workload. */
export function labelSelectorMatcher(selector: unknown): LabelMatcher {
  if (!isRecord(selector)) return () => false;
  const terms: LabelMatcher[] = [];
  for (const [key, value] of Object.entries(isRecord(selector.matchLabels) ? selector.matchLabels : {})) {
    terms.push((labels) => labels?.[key] === value);
  }
  for (const expression of Array.isArray(selector.matchExpressions) ? selector.matchExpressions : []) {
    if (isRecord(expression)) terms.push(expressionMatcher(expression));
  }
  return (labels) => terms.every((term) => term(labels));
}

function expressionMatcher(expression: Record<string, unknown>): LabelMatcher {
  const key = String(expression.key);
  const values = Array.isArray(expression.values) ? expression.values : [];
  switch (expression.operator) {
    case "In":
      return (labels) => labels?.[key] !== undefined && values.includes(labels[key]);
    case "NotIn":
      return (labels) => labels?.[key] === undefined || !values.includes(labels[key]);
    case "Exists":
      return (labels) => labels?.[key] !== undefined;
    default:
      return (labels) => labels?.[key] === undefined;
  }
}

/** Commas separate terms, except in the parentheses of a set. */
function splitTerms(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((term) => term.trim())
    .filter((term) => term !== "");
}

function parseTerm(term: string): LabelMatcher {
  const set = setTerm.exec(term);
  if (set?.[1] && set[3] !== undefined) {
    const key = checkedKey(set[1]);
    const values = set[3].split(",").map((value) => value.trim());
    return set[2] === "in"
      ? (labels) => labels?.[key] !== undefined && values.includes(labels[key])
      : (labels) => labels?.[key] === undefined || !values.includes(labels[key]);
  }
  const equality = equalityTerm.exec(term);
  if (equality?.[1] && equality[3] !== undefined) {
    const key = checkedKey(equality[1]);
    const value = equality[3];
    return equality[2] === "!=" ? (labels) => labels?.[key] !== value : (labels) => labels?.[key] === value;
  }
  if (term.startsWith("!")) {
    const key = checkedKey(term.slice(1).trim());
    return (labels) => labels?.[key] === undefined;
  }
  const key = checkedKey(term);
  return (labels) => labels?.[key] !== undefined;
}

function checkedKey(key: string): string {
  if (!keyPattern.test(key))
    throw new SelectorError(`unable to parse requirement: invalid label key "${key}"`);
  return key;
}

type ObjectMatcher = (object: StoredObject) => boolean;

/** Selectable fields besides metadata.name and metadata.namespace, by `group/plural`. */
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
 * Parses a field selector of a list request: `metadata.name=x,status.phase!=Running`.
 * Throws SelectorError for a field that Kubernetes can't select by.
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
