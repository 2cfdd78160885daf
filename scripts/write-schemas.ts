import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";

/**
 * Writes what the sandbox's API server knows of the fields of its kinds, from the files that Kubernetes and Istio
 * publish:
 *
 *   tsx scripts/write-schemas.ts <swagger.json> <internal.go> <customresourcedefinitions.gen.yaml>
 *
 * `swagger.json` is `api/openapi-spec/swagger.json` of k8s.io/kubernetes v1.34.2, with descriptions;
 * `internal.go` is `applyconfigurations/internal/internal.go` of k8s.io/client-go v0.32.4, which says what of it
 * Kubernetes 1.32 has; the third is `kubernetes/customresourcedefinitions.gen.yaml` of istio.io/api v1.26.0.
 */
interface Schema {
  properties?: Record<string, Schema>;
  "x-kubernetes-group-version-kind"?: { group: string; version: string; kind: string }[];
  [keyword: string]: unknown;
}

/** Groups whose kinds the sandbox serves; includes `meta` and the types that these refer to. */
const groups = [
  "api.admissionregistration.v1",
  "api.apps.v1",
  "api.authentication.v1",
  "api.authorization.v1",
  "api.autoscaling.v1",
  "api.autoscaling.v2",
  "api.batch.v1",
  "api.coordination.v1",
  "api.core.v1",
  "api.discovery.v1",
  "api.events.v1",
  "api.networking.v1",
  "api.policy.v1",
  "api.rbac.v1",
  "api.scheduling.v1",
  "api.storage.v1",
  "apiextensions-apiserver.pkg.apis.apiextensions.v1",
];
const folder = join(import.meta.dirname, "..", "sandbox", "kubernetes", "schema", "published");
const [swaggerFile, internalFile, istioFile] = process.argv.slice(2);
if (!swaggerFile || !internalFile || !istioFile) throw new Error("Three files are needed; see the script.");

const { definitions } = JSON.parse(readFileSync(swaggerFile, "utf8")) as {
  definitions: Record<string, Schema>;
};
const known = fieldsOf132(internalFile);
const chosen = new Map<string, Schema>();
for (const name of Object.keys(definitions)) {
  const isKind = definitions[name]?.["x-kubernetes-group-version-kind"]?.length === 1;
  const isList = name.endsWith("List");
  if (isKind && !isList && groups.some((group) => name.startsWith(`io.k8s.${group}.`))) choose(name);
}
write(
  "kubernetes-1.32.jsonl",
  [...chosen].sort(([a], [b]) => (a < b ? -1 : 1)),
);

const istio = parseAllDocuments(readFileSync(istioFile, "utf8")).map((document) => document.toJS());
write("istio-1.26.jsonl", istio.filter(Boolean).map(compactDefinition));

/** Takes the definition and everything it refers to, without fields newer than 1.32. */
function choose(name: string): void {
  const definition = definitions[name];
  if (!definition || chosen.has(name)) return;
  const fields = known.get(name);
  const properties = Object.entries(definition.properties ?? {}).filter(
    ([field]) => !fields || fields.has(field),
  );
  const kept =
    properties.length > 0 ? { ...definition, properties: Object.fromEntries(properties) } : definition;
  chosen.set(name, kept);
  JSON.stringify(kept, (key, value) => {
    if (key === "$ref" && typeof value === "string") choose(value.slice("#/definitions/".length));
    return value;
  });
}

function fieldsOf132(file: string): Map<string, Set<string>> {
  const text = /YAMLObject\(`([^`]+)`\)/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  const { types } = parse(text) as { types: { name: string; map?: { fields?: { name: string }[] } }[] };
  const withFields = types.filter(({ map }) => map?.fields);
  return new Map(
    withFields.map(({ name, map }) => [
      name,
      new Set(["apiVersion", "kind", ...(map?.fields ?? []).map((field) => field.name)]),
    ]),
  );
}

/** A CustomResourceDefinition whose versions share one schema, stored once. */
function compactDefinition(definition: {
  metadata: { name: string };
  spec: { group: string; names: unknown; scope: string; versions: Record<string, unknown>[] };
}): [string, unknown] {
  const { group, names, scope, versions } = definition.spec;
  const [first] = versions as {
    schema: { openAPIV3Schema: unknown };
    additionalPrinterColumns?: unknown[];
  }[];
  return [
    definition.metadata.name,
    {
      group,
      scope,
      names,
      versions: versions.map(({ name }) => name),
      columns: first?.additionalPrinterColumns ?? [],
      schema: first?.schema.openAPIV3Schema,
    },
  ];
}

function write(file: string, lines: [string, unknown][]): void {
  writeFileSync(join(folder, file), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  console.info(`${file}: ${lines.length} definitions`);
}
