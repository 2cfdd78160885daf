import type { Registry } from "../resources/registry";
import { groupVersion, type ResourceType } from "../resources/resource-type";
import { servedGroups, typesOf } from "./group-versions";

/** The index at `/openapi/v3`: where the document of each group and version is. */
export function openApiIndex(registry: Registry): Record<string, unknown> {
  const paths: Record<string, unknown> = {};
  for (const { name, versions } of servedGroups(registry)) {
    for (const version of versions) {
      const path = name === "" ? `api/${version}` : `apis/${name}/${version}`;
      paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${registry.generation()}` };
    }
  }
  return { paths };
}

/** The document of one version: its kinds, and for each the patch operation with the parameters it takes. */
export function openApiDocument(registry: Registry, group: string, version: string): Record<string, unknown> {
  const types = typesOf(registry, group, version);
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "v1.32.4" },
    paths: Object.fromEntries(
      types.map((type) => [pathOf(type, version), { patch: patchOperation(type, version) }]),
    ),
    components: {
      schemas: Object.fromEntries(types.map((type) => [schemaName(type, version), schema(type, version)])),
    },
  };
}

function pathOf(type: ResourceType, version: string): string {
  const root = type.group === "" ? `/api/${version}` : `/apis/${type.group}/${version}`;
  return `${root}${type.namespaced ? "/namespaces/{namespace}" : ""}/${type.plural}/{name}`;
}

function kindOf(type: ResourceType, version: string): Record<string, string> {
  return { group: type.group, version, kind: type.kind };
}

function schemaName(type: ResourceType, version: string): string {
  return `${groupVersion(type.group, version).replaceAll("/", ".")}.${type.kind}`;
}

function patchOperation(type: ResourceType, version: string): Record<string, unknown> {
  const queries = ["dryRun", "fieldManager", "fieldValidation", "force"];
  return {
    operationId: `patch${type.kind}`,
    parameters: queries.map((name) => ({ name, in: "query", schema: { type: "string" } })),
    responses: { "200": { description: "OK" } },
    "x-kubernetes-action": "patch",
    "x-kubernetes-group-version-kind": kindOf(type, version),
  };
}

function schema(type: ResourceType, version: string): Record<string, unknown> {
  const text = { type: "string" };
  const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return {
    type: "object",
    description: `${type.kind} of ${groupVersion(type.group, version)}.`,
    properties: {
      apiVersion: text,
      kind: text,
      metadata: open,
      spec: open,
      ...(type.status && { status: open }),
    },
    "x-kubernetes-preserve-unknown-fields": true,
    "x-kubernetes-group-version-kind": [kindOf(type, version)],
  };
}
