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
import { prepareNamespace, prepareSecret } from "./prepare";
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
