import { z } from "zod";
import { subdomainProblem } from "./dns-name";
import { texts } from "./texts";

const namePart = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/**
 * What is wrong with a label or annotation key (`[prefix/]name`), or `null`. Source: Kubernetes, "Labels".
 */
export function labelKeyProblem(key: string): string | null {
  if (key === "") return texts.keyRequired;
  const slash = key.lastIndexOf("/");
  if (slash !== -1) {
    const problem = subdomainProblem(key.slice(0, slash));
    if (problem) return texts.keyPrefix({ problem });
  }
  return namePart.test(key.slice(slash + 1)) ? null : texts.keyLetters;
}

/** What is wrong with a label's value, or `null`; it may be empty. */
export function labelValueProblem(value: string): string | null {
  return value === "" || namePart.test(value) ? null : texts.labelValue;
}

/** Kubernetes labels: a record that reports a wrong entry under its key. */
export const labelsSchema = z.record(z.string(), z.string()).superRefine((labels, context) => {
  for (const [key, value] of Object.entries(labels)) {
    const message = labelKeyProblem(key) ?? labelValueProblem(value);
    if (message) context.addIssue({ code: "custom", path: [key], message });
  }
});

type Labels = Readonly<Record<string, string>>;

/** Whether every label of the selector is among the labels. An empty selector matches everything, as in an Istio Gateway. */
export function selects(selector: Labels, labels: Labels): boolean {
  for (const key in selector) if (selector[key] !== labels[key]) return false;
  return true;
}

/**
 * Whether a Service leads to pods with these labels. One without a selector leads to none, because somebody else sets its
 * endpoints (https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors).
 */
export function serviceSelects(selector: Labels | undefined, labels: Labels): boolean {
  return selector !== undefined && Object.keys(selector).length > 0 && selects(selector, labels);
}
