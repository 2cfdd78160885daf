import { customColumns } from "@/sandbox/kubernetes/columns/custom-columns";
import { isRecord } from "@/sandbox/kubernetes/json/is-record";
import { listAt, recordAt, textAt } from "@/sandbox/kubernetes/json/value-at";
import type { OpenApiSchema } from "@/sandbox/kubernetes/schema/open-api-schema";
import { objectMetaReference } from "@/sandbox/kubernetes/schema/published-definitions";
import { validateIstio } from "@/sandbox/kubernetes/validation/istio";
import { type ResourceType, resourceType } from "./resource-type";

/** The type that a CustomResourceDefinition declares, or null for one that declares none. */
export function customType(definition: unknown): ResourceType | null {
  const names = recordAt(definition, "spec", "names");
  const group = textAt(definition, "spec", "group");
  const kind = textAt(names, "kind");
  const plural = textAt(names, "plural");
  const served = listAt(definition, "spec", "versions")
    .filter(isRecord)
    .filter((version) => version.served === true);
  const stored = served.find((version) => version.storage === true) ?? served[0];
  if (!group || !kind || !plural || !stored) return null;
  const others = served.filter((version) => version !== stored);
  return resourceType({
    group,
    kind,
    plural,
    versions: [stored, ...others].map((version) => String(version.name)),
    singular: textAt(names, "singular") ?? kind.toLowerCase(),
    shortNames: Object.values(listAt(names, "shortNames")).map(String),
    categories: listAt(names, "categories").map(String),
    namespaced: textAt(definition, "spec", "scope") !== "Cluster",
    status: recordAt(stored, "subresources", "status") !== undefined,
    custom: true,
    openApi: customSchema(recordAt(stored, "schema", "openAPIV3Schema") ?? {}),
    columns: customColumns(stored),
    validate: validateIstio,
  });
}

/** The declared schema with what every object has, which a definition leaves out or may not say more of. */
function customSchema(declared: OpenApiSchema): OpenApiSchema {
  const { properties } = declared;
  return {
    ...declared,
    properties: { apiVersion: text, kind: text, ...properties, metadata: objectMetaReference },
  };
}

const text: OpenApiSchema = { type: "string" };
