import { labelKeyProblem, labelValueProblem } from "@/lib/model/labels";

/** A change of one label on many objects. */
export interface LabelChange {
  action: "set" | "remove";
  key: string;
  value: string;
}

type Labels = Readonly<Record<string, string>>;

/** The labels after the change; the same object if nothing changes. */
export function relabeled(labels: Labels, { action, key, value }: LabelChange): Labels {
  if (action === "set") return labels[key] === value ? labels : { ...labels, [key]: value };
  if (!Object.hasOwn(labels, key)) return labels;
  const { [key]: _, ...rest } = labels;
  return rest;
}

/** Values that Kubernetes would reject, by field. */
export function labelProblems({ action, key, value }: LabelChange): {
  key: string | null;
  value: string | null;
} {
  return { key: labelKeyProblem(key), value: action === "set" ? labelValueProblem(value) : null };
}
