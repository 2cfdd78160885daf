import * as columns from "@/sandbox/kubernetes/columns/workload-columns";
import { validateJob, validateWorkload } from "@/sandbox/kubernetes/validation/workload";
import { autoscalerVersions } from "./autoscaler-versions";
import { prepareDaemonSet, prepareDeployment, prepareJob, prepareReplicas } from "./prepare";
import { type ResourceType, resourceType } from "./resource-type";

/** apps/v1, batch/v1 and autoscaling/v1 and v2. */
export const workloadTypes: readonly ResourceType[] = [
  resourceType({
    group: "apps",
    kind: "Deployment",
    plural: "deployments",
    shortNames: ["deploy"],
    categories: ["all"],
    scale: true,
    columns: columns.deploymentColumns,
    prepare: prepareDeployment,
    validate: validateWorkload,
  }),
  resourceType({
    group: "apps",
    kind: "ReplicaSet",
    plural: "replicasets",
    shortNames: ["rs"],
    categories: ["all"],
    scale: true,
    columns: columns.replicaSetColumns,
    prepare: prepareReplicas,
    validate: validateWorkload,
  }),
  resourceType({
    group: "apps",
    kind: "StatefulSet",
    plural: "statefulsets",
    shortNames: ["sts"],
    categories: ["all"],
    scale: true,
    columns: columns.statefulSetColumns,
    prepare: prepareReplicas,
    validate: validateWorkload,
  }),
  resourceType({
    group: "apps",
    kind: "DaemonSet",
    plural: "daemonsets",
    shortNames: ["ds"],
    categories: ["all"],
    columns: columns.daemonSetColumns,
    prepare: prepareDaemonSet,
    validate: validateWorkload,
  }),
  resourceType({ group: "apps", kind: "ControllerRevision", plural: "controllerrevisions", status: false }),
  resourceType({
    group: "batch",
    kind: "Job",
    plural: "jobs",
    categories: ["all"],
    columns: columns.jobColumns,
    prepare: prepareJob,
    validate: validateJob,
  }),
  resourceType({
    group: "batch",
    kind: "CronJob",
    plural: "cronjobs",
    shortNames: ["cj"],
    categories: ["all"],
  }),
  resourceType({
    group: "autoscaling",
    versions: ["v2", "v1"],
    convert: autoscalerVersions,
    kind: "HorizontalPodAutoscaler",
    plural: "horizontalpodautoscalers",
    shortNames: ["hpa"],
    categories: ["all"],
    columns: columns.autoscalerColumns,
  }),
];
