import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type OpenApiSchema, referencePrefix } from "./open-api-schema";

/** A CustomResourceDefinition as it is kept in `published`: one schema for all of its versions. */
export interface PublishedCustomResource {
  group: string;
  scope: string;
  names: Record<string, unknown>;
  versions: string[];
  columns: Record<string, unknown>[];
  schema: OpenApiSchema;
}

let definitions: ReadonlyMap<string, OpenApiSchema> | undefined;
let kinds: ReadonlyMap<string, string> | undefined;

/** Kubernetes' own definitions by name, e.g. `io.k8s.api.core.v1.Pod` (made by `scripts/write-schemas.ts`). */
export function kubernetesDefinitions(): ReadonlyMap<string, OpenApiSchema> {
  definitions ??= new Map(published<OpenApiSchema>("kubernetes-1.32.jsonl"));
  return definitions;
}

/** Istio's CustomResourceDefinitions by name, e.g. `gateways.networking.istio.io`. */
export function istioResources(): ReadonlyMap<string, PublishedCustomResource> {
  return new Map(published<PublishedCustomResource>("istio-1.26.jsonl"));
}

/** The name of a built-in kind's definition. */
export function definitionName(group: string, version: string, kind: string): string | undefined {
  kinds ??= new Map(
    [...kubernetesDefinitions()].flatMap(([name, definition]) =>
      (definition["x-kubernetes-group-version-kind"] ?? []).map((of) => [
        `${of.group}/${of.version}/${of.kind}`,
        name,
      ]),
    ),
  );
  return kinds.get(`${group}/${version}/${kind}`);
}

/** The schema itself, or the definition that it refers to. */
export function resolved(schema: OpenApiSchema): OpenApiSchema {
  const name = schema.$ref?.slice(referencePrefix.length);
  return name === undefined ? schema : (kubernetesDefinitions().get(name) ?? {});
}

/** The last part of a definition's name is that of its Go type. */
export function typeNameOf(schema: OpenApiSchema): string {
  return schema.$ref?.split(".").at(-1) ?? "";
}

export const objectMetaReference: OpenApiSchema = {
  $ref: `${referencePrefix}io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta`,
};

function published<Definition>(file: string): [string, Definition][] {
  const text = readFileSync(join(import.meta.dirname, "published", file), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as [string, Definition]);
}
