import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { textAt } from "@/sandbox/kubernetes/json/value-at";
import type { ObjectStore } from "@/sandbox/kubernetes/store/object-store";
import { coreTypes } from "./core-types";
import { customType } from "./custom-type";
import { otherTypes } from "./other-types";
import type { ResourceType } from "./resource-type";
import { workloadTypes } from "./workload-types";

/** The resources that the API serves: the built-in ones, and one for each CustomResourceDefinition stored. */
export interface Registry {
  all(): ResourceType[];
  find(group: string, plural: string): ResourceType | undefined;
  findKind(group: string, kind: string): ResourceType | undefined;
  /** Changes whenever the set of types does. */
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
