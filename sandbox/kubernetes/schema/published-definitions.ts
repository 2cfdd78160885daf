import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What is used of a schema of Kubernetes' OpenAPI or of a CustomResourceDefinition. */
export interface OpenApiSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly additionalProperties?: OpenApiSchema | boolean;
  readonly items?: OpenApiSchema;
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: string;
  readonly "x-kubernetes-patch-merge-key"?: string;
  readonly "x-kubernetes-patch-strategy"?: string;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-group-version-kind"?: readonly { group: string; version: string; kind: string }[];
}

export const referencePrefix = "#/definitions/";

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
