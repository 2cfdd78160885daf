import type { z } from "zod";
import { isOwnDeployment } from "@/lib/istio/deployment/form";
import {
  formFromVirtualService,
  virtualServiceFromForm,
  virtualServicePlaces,
} from "@/lib/istio/virtual-service/convert";
import type { DeploymentObject, KubernetesObject } from "@/lib/model/object";
import { deploymentFromForm, fixedFieldProblems, formFromDeployment } from "../deployment/convert";
import { deploymentFormSchema, foreignDeploymentFormSchema } from "../deployment/form";
import { deploymentObjectSchema } from "../deployment/object-schema";
import { deploymentPlaces, keyedLists } from "../deployment/places";
import {
  destinationRuleFormSchema,
  destinationRuleFromForm,
  destinationRulePlaces,
  formFromDestinationRule,
} from "../destination-rule/form";
import type { FieldProblem } from "../fields/field-problem";
import { objectPlaces, specPlaces } from "../fields/object-form";
import type { Place } from "../fields/places";
import { gatewayFormSchema } from "../gateway/form";
import { gatewayFromForm } from "../gateway/from-form";
import { formFromGateway, gatewayPlaces } from "../gateway/to-form";
import { formFromService, serviceFormSchema, serviceFromForm } from "../service/form";
import {
  formFromServiceEntry,
  serviceEntryFormSchema,
  serviceEntryFormSchemaOf,
  serviceEntryFromForm,
  serviceEntryPlaces,
} from "../service-entry/form";
import { virtualServiceFormSchema } from "../virtual-service/form";
import {
  destinationRuleObjectSchema,
  gatewayObjectSchema,
  serviceEntryObjectSchema,
  serviceObjectSchema,
  virtualServiceObjectSchema,
} from "./object-schema";
import { tolerating } from "./tolerated-problems";

/** Everything about one kind of object: its names, its rules, and how it becomes its form and back. */
export interface KindEntry<Form, Obj extends KubernetesObject> {
  apiVersion: string;
  /** As in the path of the Kubernetes API. */
  plural: string;
  objectSchema: z.ZodType;
  formSchema: z.ZodType<Form>;
  /** The rules of the form that shows this object, if they depend on the object. */
  formSchemaOf?(object: Obj): z.ZodType<Form>;
  /** The changes in a form that the object doesn't allow. */
  fixedFieldProblems?(form: Form, object: Obj): FieldProblem[];
  /**
   * Lists for which `fromForm` returns only its own entries, because an apply merges them by key: how to tell entries apart,
   * by dotted path without positions.
   */
  keyedLists?: Readonly<Record<string, (entry: Record<string, unknown>) => string>>;
  /** Where the fields of the form are in the object. */
  places: readonly Place[];
  fromForm(form: Form, namespace: string, current?: Obj): Obj;
  toForm(object: Obj): Form;
}

const istio = "networking.istio.io/v1";

/** Every kind that has a form. */
export const kinds = {
  Gateway: {
    apiVersion: istio,
    plural: "gateways",
    objectSchema: gatewayObjectSchema,
    formSchema: gatewayFormSchema,
    fromForm: gatewayFromForm,
    places: gatewayPlaces,
    toForm: formFromGateway,
  },
  VirtualService: {
    apiVersion: istio,
    plural: "virtualservices",
    objectSchema: virtualServiceObjectSchema,
    formSchema: virtualServiceFormSchema,
    fromForm: virtualServiceFromForm,
    places: virtualServicePlaces,
    toForm: formFromVirtualService,
  },
  DestinationRule: {
    apiVersion: istio,
    plural: "destinationrules",
    objectSchema: destinationRuleObjectSchema,
    formSchema: destinationRuleFormSchema,
    fromForm: destinationRuleFromForm,
    places: destinationRulePlaces,
    toForm: formFromDestinationRule,
  },
  ServiceEntry: {
    apiVersion: istio,
    plural: "serviceentries",
    objectSchema: serviceEntryObjectSchema,
    formSchema: serviceEntryFormSchema,
    formSchemaOf: serviceEntryFormSchemaOf,
    fromForm: serviceEntryFromForm,
    places: serviceEntryPlaces,
    toForm: formFromServiceEntry,
  },
  Service: {
    apiVersion: "v1",
    plural: "services",
    objectSchema: serviceObjectSchema,
    formSchema: serviceFormSchema,
    fromForm: serviceFromForm,
    places: [...objectPlaces, specPlaces],
    toForm: formFromService,
  },
  Deployment: {
    apiVersion: "apps/v1",
    plural: "deployments",
    objectSchema: deploymentObjectSchema,
    formSchema: deploymentFormSchema,
    formSchemaOf: ({ metadata }: DeploymentObject) =>
      isOwnDeployment(metadata) ? deploymentFormSchema : foreignDeploymentFormSchema,
    fixedFieldProblems,
    keyedLists,
    fromForm: deploymentFromForm,
    places: deploymentPlaces,
    toForm: formFromDeployment,
  },
} as const;

export type Kind = keyof typeof kinds;

export function isKind(kind: unknown): kind is Kind {
  return typeof kind === "string" && Object.hasOwn(kinds, kind);
}

/** The entry with unknown types for its form and object, for code that treats all kinds alike. */
export function kindEntry(kind: Kind): KindEntry<unknown, KubernetesObject> {
  return kinds[kind] as unknown as KindEntry<unknown, KubernetesObject>;
}

/**
 * The rules of a form: of a new one, or of the one that shows `object`. An edit of `standing` – by default `object` itself –
 * may leave values that already break a rule as they are.
 */
export function formSchemaFor(
  kind: Kind,
  object: KubernetesObject | null,
  existing: KubernetesObject | null = object,
): z.ZodType {
  const { formSchema, formSchemaOf, toForm } = kindEntry(kind);
  const schema = (object && formSchemaOf?.(object)) ?? formSchema;
  return existing ? tolerating(schema, toForm(existing)) : schema;
}
