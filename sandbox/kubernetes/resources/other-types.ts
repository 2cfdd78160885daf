import { ageColumn, column, nameColumn } from "@/sandbox/kubernetes/columns/column";
import { textAt } from "@/sandbox/kubernetes/json/values";
import { prepareDefinition } from "./prepare";
import { type ResourceType, resourceType } from "./resource-type";

const rbac = "rbac.authorization.k8s.io";
const createdAt = column("Created At", (object) => textAt(object, "metadata", "creationTimestamp") ?? "");
const role = column(
  "Role",
  (object) => `${textAt(object, "roleRef", "kind")}/${textAt(object, "roleRef", "name")}`,
);

/** Kinds that are stored and served, with nothing behind them in the sandbox but where a controller says so. */
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
