import {
  deepEqual,
  isRecord,
  listAt,
  numberAt,
  recordAt,
  textAt,
  textsAt,
} from "@/sandbox/kubernetes/json/values";
import type { Cause, Draft } from "@/sandbox/kubernetes/resources/resource-type";
import { labelSelectorMatcher } from "@/sandbox/kubernetes/selectors";
import { invalidValue, isDnsLabel, labelMessage, required, validateLabels } from "./names";

/** apps/v1 workloads: a selector that matches the template, and containers; the selector never changes. */
export function validateWorkload(object: Draft, existing: Draft | undefined): Cause[] {
  const selector = recordAt(object, "spec", "selector");
  const causes = validatePodTemplate(object);
  if (!selector) causes.push(required("spec.selector"));
  else if (!labelSelectorMatcher(selector)(textsAt(object, "spec", "template", "metadata", "labels"))) {
    const labels = textsAt(object, "spec", "template", "metadata", "labels");
    causes.push(
      invalidValue("spec.template.metadata.labels", labels, "`selector` does not match template `labels`"),
    );
  }
  const replicas = numberAt(object, "spec", "replicas") ?? 0;
  if (replicas < 0) {
    causes.push(invalidValue("spec.replicas", replicas, "must be greater than or equal to 0"));
  }
  const before = recordAt(existing, "spec", "selector");
  if (before && selector && !deepEqual(before, selector)) {
    causes.push(invalidValue("spec.selector", selector, "field is immutable"));
  }
  return causes;
}

/** batch/v1 Job: containers, a restart policy that ends, and a template that never changes. */
export function validateJob(job: Draft, existing: Draft | undefined): Cause[] {
  const causes = validatePodTemplate(job);
  const policy = textAt(job, "spec", "template", "spec", "restartPolicy") ?? "Always";
  if (policy !== "Never" && policy !== "OnFailure") {
    const message = `Required value: valid values: "OnFailure", "Never"`;
    causes.push({ reason: "FieldValueRequired", field: "spec.template.spec.restartPolicy", message });
  }
  if (existing && !deepEqual(recordAt(existing, "spec", "template"), recordAt(job, "spec", "template"))) {
    causes.push(invalidValue("spec.template", "<template>", "field is immutable"));
  }
  return causes;
}

function validatePodTemplate(object: Draft): Cause[] {
  const causes = validateLabels(
    recordAt(object, "spec", "template", "metadata")?.labels,
    "spec.template.metadata.labels",
  );
  const spec = recordAt(object, "spec", "template", "spec");
  return [...causes, ...validateContainers(spec, "spec.template.spec")];
}

export function validatePod(pod: Draft): Cause[] {
  return validateContainers(recordAt(pod, "spec"), "spec");
}

function validateContainers(spec: Record<string, unknown> | undefined, field: string): Cause[] {
  const containers = listAt(spec, "containers");
  if (containers.length === 0) return [required(`${field}.containers`)];
  return containers.flatMap((container, index) => {
    const path = `${field}.containers[${index}]`;
    if (!isRecord(container)) return [invalidValue(path, container, "must be an object")];
    const causes: Cause[] = [];
    const name = textAt(container, "name") ?? "";
    if (name === "") causes.push(required(`${path}.name`));
    else if (!isDnsLabel(name)) causes.push(invalidValue(`${path}.name`, name, labelMessage));
    if (!textAt(container, "image")) causes.push(required(`${path}.image`));
    return [
      ...causes,
      ...listAt(container, "env").flatMap((variable, at) =>
        validateVariable(variable, `${path}.env[${at}].name`),
      ),
      ...listAt(container, "ports").flatMap((port, at) =>
        validatePortName(port, `${path}.ports[${at}].name`),
      ),
    ];
  });
}

/** Any printable ASCII but `=`, since Kubernetes 1.34. */
function validateVariable(variable: unknown, field: string): Cause[] {
  const name = textAt(variable, "name") ?? "";
  if (name === "") return [required(field)];
  const message =
    "a valid environment variable name must consist only of printable ASCII characters other than '='";
  return /^[ -<>-~]+$/.test(name) ? [] : [invalidValue(field, name, message)];
}

/** An IANA service name (RFC 6335, section 5.1). */
function validatePortName(port: unknown, field: string): Cause[] {
  const name = textAt(port, "name") ?? "";
  const isLetterIn = /[a-z]/.test(name);
  const messages = [
    ...(name.length > 15 ? ["must be no more than 15 characters"] : []),
    ...(/^[-a-z0-9]*$/.test(name)
      ? []
      : ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"]),
    ...(isLetterIn || name === "" ? [] : ["must contain at least one letter (a-z)"]),
    ...(name.includes("--") ? ["must not contain consecutive hyphens"] : []),
    ...(name.startsWith("-") || name.endsWith("-") ? ["must not begin or end with a hyphen"] : []),
  ];
  return messages.map((message) => invalidValue(field, name, message));
}
