import type { FieldSchema } from "./field-schema";
import { conditions, keyedBy, objectMeta, podSpec, podTemplate } from "./pod-schema";

const atomic: FieldSchema = { atomic: true };
const withConditions: FieldSchema = { fields: { conditions } };

function kind(spec: FieldSchema, status: FieldSchema = withConditions): FieldSchema {
  return { fields: { metadata: objectMeta, spec, status } };
}

const workload = kind({ fields: { selector: atomic, template: podTemplate } });
const jobSpec: FieldSchema = { fields: { selector: atomic, template: podTemplate } };

/** The merge rules of the kinds that have some, by `group/plural`. */
const schemas: Readonly<Record<string, FieldSchema>> = {
  "/namespaces": kind({}),
  "/nodes": kind({}, { fields: { conditions, addresses: keyedBy("type") } }),
  "/pods": kind(podSpec),
  "/services": kind({
    fields: { selector: atomic, ports: { listKeys: ["port", "protocol"], mergeKey: "port" } },
  }),
  "/serviceaccounts": { fields: { metadata: objectMeta, secrets: keyedBy("name") } },
  "/persistentvolumeclaims": kind({ fields: { selector: atomic } }),
  "/replicationcontrollers": kind({ fields: { selector: atomic, template: podTemplate } }),
  "apps/deployments": workload,
  "apps/replicasets": workload,
  "apps/statefulsets": workload,
  "apps/daemonsets": workload,
  "batch/jobs": kind(jobSpec, { fields: { conditions: { mergeKey: "type" } } }),
  "batch/cronjobs": kind({ fields: { jobTemplate: { fields: { metadata: objectMeta, spec: jobSpec } } } }),
  "autoscaling/horizontalpodautoscalers": kind({}),
  "apiextensions.k8s.io/customresourcedefinitions": kind({}),
  "rbac.authorization.k8s.io/rolebindings": { fields: { metadata: objectMeta, roleRef: atomic } },
  "rbac.authorization.k8s.io/clusterrolebindings": { fields: { metadata: objectMeta, roleRef: atomic } },
};

const other: FieldSchema = { fields: { metadata: objectMeta } };

export function schemaOf(group: string, plural: string): FieldSchema {
  return schemas[`${group}/${plural}`] ?? other;
}
