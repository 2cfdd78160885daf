import type { z } from "zod";
import { fieldOfPlace, type Path, placeOfField } from "@/lib/istio/fields/places";
import { gatewayProtocols, tlsModes } from "@/lib/istio/gateway/protocol";
import { serviceProtocols, serviceTypes } from "@/lib/istio/service/form";
import { locations, resolutions } from "@/lib/istio/service-entry/form";
import type { KubernetesObject } from "@/lib/model/object";
import { type Kind, kindEntry } from "./";

/** The place in an object, of a kind that has a form, that corresponds to a field of its form. */
export function objectPath(object: KubernetesObject, path: Path): (string | number)[] {
  return [...(placeOfField(kindEntry(object.kind as Kind).places, object, path) ?? [])];
}

/**
 * The field of the form that shows a place in the object, so that a finding can be shown next to it: for a Gateway, `["spec",
 * "servers", 0, "port", "number"]` is `["servers", 0, "port"]`. `[]` if no field shows it.
 */
export function formPath(object: KubernetesObject, path: Path): (string | number)[] {
  return [...(fieldOfPlace(kindEntry(object.kind as Kind).places, object, path) ?? [])];
}

interface FieldOffer {
  field: string;
  required: boolean;
}

/** The fields that are valid at a place of an object, for completion; none if any field is. */
export function fieldsAt(kind: Kind, path: readonly (string | number)[]): FieldOffer[] {
  let schema = unwrap(kindEntry(kind).objectSchema);
  for (const step of path) {
    const inner = stepInto(schema, step);
    if (!inner) return [];
    schema = unwrap(inner);
  }
  return Object.entries(shapeOf(schema) ?? {})
    .filter(([field]) => field !== "status")
    .map(([field, inner]) => ({ field, required: inner.type !== "optional" && inner.type !== "unknown" }));
}

/** The values that a field can have, for completion; none if any text or number is valid. */
export function valuesAt(kind: Kind, path: readonly (string | number)[]): readonly string[] {
  const place = path.filter((step) => typeof step === "string").join(".");
  if (place === "kind") return [kind];
  if (place === "apiVersion") return [kindEntry(kind).apiVersion];
  return values[`${kind}.${place}`] ?? [];
}

const values: Record<string, readonly string[]> = {
  "Gateway.spec.servers.port.protocol": gatewayProtocols,
  "Gateway.spec.servers.tls.mode": tlsModes,
  "Gateway.spec.servers.hosts": ["*"],
  "VirtualService.spec.gateways": ["mesh"],
  "ServiceEntry.spec.ports.protocol": gatewayProtocols,
  "ServiceEntry.spec.location": locations,
  "ServiceEntry.spec.resolution": resolutions,
  "Service.spec.type": serviceTypes,
  "Service.spec.ports.protocol": serviceProtocols,
  "Deployment.spec.strategy.type": ["RollingUpdate", "Recreate"],
  "Deployment.spec.template.spec.containers.imagePullPolicy": ["Always", "IfNotPresent", "Never"],
  "Deployment.spec.template.spec.containers.ports.protocol": ["TCP", "UDP", "SCTP"],
  "Deployment.spec.template.spec.dnsPolicy": ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
};

function unwrap(schema: z.ZodType): z.ZodType {
  return schema.type === "optional" || schema.type === "nullable"
    ? unwrap((schema as z.ZodOptional<z.ZodType>).unwrap())
    : schema;
}

function stepInto(schema: z.ZodType, step: string | number): z.ZodType | undefined {
  if (schema.type === "array")
    return typeof step === "number" ? (schema as z.ZodArray<z.ZodType>).element : undefined;
  if (schema.type === "record") return (schema as z.ZodRecord<z.ZodString, z.ZodType>).valueType;
  return shapeOf(schema)?.[step];
}

function shapeOf(schema: z.ZodType): Record<string, z.ZodType> | undefined {
  return schema.type === "object" ? (schema as z.ZodObject<Record<string, z.ZodType>>).shape : undefined;
}
