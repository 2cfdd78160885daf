import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { customColumns } from "@/sandbox/kubernetes/columns/column";
import { isRecord, listAt, recordAt, textAt } from "@/sandbox/kubernetes/json/values";
import { type OpenApiSchema, objectMetaReference } from "@/sandbox/kubernetes/schema/published-definitions";
import type { ObjectStore } from "@/sandbox/kubernetes/store/object-store";
import { validateIstio } from "@/sandbox/kubernetes/validation/istio";
import { coreTypes, otherTypes } from "./core-types";
import { type ResourceType, resourceType } from "./resource-type";
import { workloadTypes } from "./workload-types";

/** The resources that the API serves: the built-in ones, and one for each stored CustomResourceDefinition. */
export interface Registry {
  all(): ResourceType[];
  find(group: string, plural: string): ResourceType | undefined;
  findKind(group: string, kind: string): ResourceType | undefined;
  /** Changes whenever the set of types changes. */
  generation(): number;
}

const builtIn: readonly ResourceType[] = [...coreTypes, ...workloadTypes, ...otherTypes];
const definitions = { group: "apiextensions.k8s.io", plural: "customresourcedefinitions" };

export function createRegistry(store: ObjectStore): Registry {
  const types = new Map(builtIn.map((type) => [`${type.group}/${type.plural}`, type]));
  const names = new Map<string, string>();
  let generation = 1;

  const forget = (name: string): void => {
    const key = names.get(name);
    if (key !== undefined) types.delete(key);
    names.delete(name);
  };
  const learn = (definition: StoredObject): void => {
    const type = customType(definition);
    forget(definition.metadata.name);
    if (!type) return;
    const key = `${type.group}/${type.plural}`;
    types.set(key, type);
    names.set(definition.metadata.name, key);
  };
  for (const entry of store.range(definitions)) learn(entry.object);
  store.subscribe(({ type, resource, entry }) => {
    if (resource.group !== definitions.group || resource.plural !== definitions.plural) return;
    generation += 1;
    if (type === "DELETED") forget(textAt(entry.object, "metadata", "name") ?? "");
    else learn(entry.object);
  });
  return {
    all: () => [...types.values()],
    find: (group, plural) => types.get(`${group}/${plural}`),
    findKind: (group, kind) => [...types.values()].find((type) => type.group === group && type.kind === kind),
    generation: () => generation,
  };
}

/** The type that a CustomResourceDefinition declares, or null if it declares none. */
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

/** The declared schema plus the fields of every object, which a definition omits or may not refine. */
function customSchema(declared: OpenApiSchema): OpenApiSchema {
  const { properties } = declared;
  return {
    ...declared,
    properties: { apiVersion: text, kind: text, ...properties, metadata: objectMetaReference },
  };
}

const text: OpenApiSchema = { type: "string" };
