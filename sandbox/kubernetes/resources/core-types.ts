import { ageColumn, column, nameColumn } from "@/sandbox/kubernetes/columns/column";
import * as columns from "@/sandbox/kubernetes/columns/kinds";
import { podColumns } from "@/sandbox/kubernetes/columns/kinds";
import { textAt } from "@/sandbox/kubernetes/json/values";
import {
  validateConfigMap,
  validatePod,
  validateSecret,
  validateService,
} from "@/sandbox/kubernetes/validation/core";
import { prepareDefinition, prepareNamespace, prepareSecret } from "./prepare";
import { type ResourceType, resourceType } from "./resource-type";

/** core/v1. */
export const coreTypes: readonly ResourceType[] = [
  resourceType({
    group: "",
    kind: "Namespace",
    plural: "namespaces",
    shortNames: ["ns"],
    namespaced: false,
    columns: columns.namespaceColumns,
    prepare: prepareNamespace,
  }),
  resourceType({
    group: "",
    kind: "Node",
    plural: "nodes",
    shortNames: ["no"],
    namespaced: false,
    columns: columns.nodeColumns,
  }),
  resourceType({
    group: "",
    kind: "PersistentVolume",
    plural: "persistentvolumes",
    shortNames: ["pv"],
    namespaced: false,
  }),
  resourceType({
    group: "",
    kind: "Service",
    plural: "services",
    shortNames: ["svc"],
    categories: ["all"],
    columns: columns.serviceColumns,
    validate: validateService,
  }),
  resourceType({
    group: "",
    kind: "Pod",
    plural: "pods",
    shortNames: ["po"],
    categories: ["all"],
    columns: podColumns,
    validate: validatePod,
  }),
  resourceType({
    group: "",
    kind: "Secret",
    plural: "secrets",
    status: false,
    columns: columns.secretColumns,
    prepare: prepareSecret,
    validate: validateSecret,
  }),
  resourceType({
    group: "",
    kind: "ConfigMap",
    plural: "configmaps",
    shortNames: ["cm"],
    status: false,
    columns: columns.configMapColumns,
    validate: validateConfigMap,
  }),
  resourceType({
    group: "",
    kind: "ServiceAccount",
    plural: "serviceaccounts",
    shortNames: ["sa"],
    status: false,
    columns: columns.serviceAccountColumns,
  }),
  resourceType({
    group: "",
    kind: "Endpoints",
    plural: "endpoints",
    shortNames: ["ep"],
    status: false,
    columns: columns.endpointsColumns,
  }),
  resourceType({
    group: "",
    kind: "Event",
    plural: "events",
    shortNames: ["ev"],
    status: false,
    columns: columns.eventColumns,
  }),
  resourceType({
    group: "",
    kind: "PersistentVolumeClaim",
    plural: "persistentvolumeclaims",
    shortNames: ["pvc"],
    columns: columns.claimColumns,
  }),
  resourceType({
    group: "",
    kind: "ReplicationController",
    plural: "replicationcontrollers",
    shortNames: ["rc"],
    categories: ["all"],
    scale: true,
  }),
  resourceType({ group: "", kind: "ResourceQuota", plural: "resourcequotas", shortNames: ["quota"] }),
  resourceType({
    group: "",
    kind: "LimitRange",
    plural: "limitranges",
    shortNames: ["limits"],
    status: false,
  }),
  resourceType({
    group: "discovery.k8s.io",
    kind: "EndpointSlice",
    plural: "endpointslices",
    status: false,
    columns: [nameColumn, column("AddressType", (object) => textAt(object, "addressType") ?? ""), ageColumn],
  }),
];

const rbac = "rbac.authorization.k8s.io";
const createdAt = column("Created At", (object) => textAt(object, "metadata", "creationTimestamp") ?? "");
const role = column(
  "Role",
  (object) => `${textAt(object, "roleRef", "kind")}/${textAt(object, "roleRef", "name")}`,
);

/** Kinds that are stored and served; in the sandbox, only a controller gives them any effect. */
export const otherTypes: readonly ResourceType[] = [
  resourceType({
    group: "coordination.k8s.io",
    kind: "Lease",
    plural: "leases",
    status: false,
    columns: [
      nameColumn,
      column("Holder", (object) => textAt(object, "spec", "holderIdentity") ?? ""),
      ageColumn,
    ],
  }),
  resourceType({
    group: rbac,
    kind: "Role",
    plural: "roles",
    status: false,
    columns: [nameColumn, createdAt],
  }),
  resourceType({
    group: rbac,
    kind: "ClusterRole",
    plural: "clusterroles",
    namespaced: false,
    status: false,
    columns: [nameColumn, createdAt],
  }),
  resourceType({
    group: rbac,
    kind: "RoleBinding",
    plural: "rolebindings",
    status: false,
    columns: [nameColumn, role, ageColumn],
  }),
  resourceType({
    group: rbac,
    kind: "ClusterRoleBinding",
    plural: "clusterrolebindings",
    namespaced: false,
    status: false,
    columns: [nameColumn, role, ageColumn],
  }),
  resourceType({
    group: "apiextensions.k8s.io",
    kind: "CustomResourceDefinition",
    plural: "customresourcedefinitions",
    shortNames: ["crd", "crds"],
    categories: ["api-extensions"],
    namespaced: false,
    columns: [nameColumn, createdAt],
    prepare: prepareDefinition,
  }),
  resourceType({
    group: "admissionregistration.k8s.io",
    kind: "ValidatingWebhookConfiguration",
    plural: "validatingwebhookconfigurations",
    namespaced: false,
    status: false,
  }),
  resourceType({
    group: "admissionregistration.k8s.io",
    kind: "MutatingWebhookConfiguration",
    plural: "mutatingwebhookconfigurations",
    namespaced: false,
    status: false,
  }),
  resourceType({ group: "networking.k8s.io", kind: "Ingress", plural: "ingresses", shortNames: ["ing"] }),
  resourceType({
    group: "networking.k8s.io",
    kind: "IngressClass",
    plural: "ingressclasses",
    namespaced: false,
    status: false,
  }),
  resourceType({
    group: "networking.k8s.io",
    kind: "NetworkPolicy",
    plural: "networkpolicies",
    shortNames: ["netpol"],
    status: false,
  }),
  resourceType({
    group: "policy",
    kind: "PodDisruptionBudget",
    plural: "poddisruptionbudgets",
    shortNames: ["pdb"],
  }),
  resourceType({
    group: "storage.k8s.io",
    kind: "StorageClass",
    plural: "storageclasses",
    shortNames: ["sc"],
    namespaced: false,
    status: false,
  }),
  resourceType({
    group: "scheduling.k8s.io",
    kind: "PriorityClass",
    plural: "priorityclasses",
    shortNames: ["pc"],
    namespaced: false,
    status: false,
  }),
];
