import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes what the sandbox's API server knows of Kubernetes' protobuf messages:
 *
 *   tsx scripts/write-messages.ts <folder of Go modules> 0.34.4
 *
 * The folder is `k8s.io` of Go's module cache (`go env GOMODCACHE`), with the modules api, apimachinery and
 * apiextensions-apiserver. Field numbers and types are those of `generated.proto`. What that does not tell – names in
 * JSON, inlined structs, pointers – is in the tags of the Go types beside it.
 */
const [modules, version] = process.argv.slice(2);
if (!modules || !version) throw new Error("A folder and a version are needed; see the script.");

/** Packages of the kinds that the sandbox serves or returns, by the prefix of their definitions' names. */
const apis = [
  "admissionregistration",
  "apps",
  "authentication",
  "authorization",
  "autoscaling",
  "batch",
].concat([
  "coordination",
  "core",
  "discovery",
  "events",
  "networking",
  "policy",
  "rbac",
  "scheduling",
  "storage",
]);
const packages: [definitions: string, folder: string][] = [
  ...apis.map((api): [string, string] => [`io.k8s.api.${api}.v1`, `api@v${version}/${api}/v1`]),
  ["io.k8s.api.autoscaling.v2", `api@v${version}/autoscaling/v2`],
  [
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1",
    `apiextensions-apiserver@v${version}/pkg/apis/apiextensions/v1`,
  ],
  ["io.k8s.apimachinery.pkg.apis.meta.v1", `apimachinery@v${version}/pkg/apis/meta/v1`],
  ["io.k8s.apimachinery.pkg.runtime", `apimachinery@v${version}/pkg/runtime`],
];
const lines = packages.flatMap(([definitions, folder]) => messagesOf(definitions, join(modules, folder)));
const file = join(import.meta.dirname, "..", "sandbox/kubernetes/protobuf/published/messages-1.34.jsonl");
writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
console.info(`${lines.length} messages`);

interface GoField {
  json: string;
  isInline: boolean;
  /** JSON includes the field even when zero: a pointer that is set, or a field without omitempty. */
  keepsZero: boolean;
}

function messagesOf(definitions: string, folder: string): [string, ...string[]][] {
  const structs = goStructs(folder);
  const proto = readFileSync(join(folder, "generated.proto"), "utf8");
  return [...proto.matchAll(/^message (\w+) \{\n(.*?)^\}/gms)]
    .filter(([, name = ""]) => !/.List$/.test(name))
    .map(([, name = "", body = ""]) => {
      const fields = body.matchAll(
        /^ {2}(optional|repeated|map<string, ?([\w.]+)>) ?([\w.]*) (\w+) = (\d+);/gm,
      );
      const written = [...fields].map(
        ([, label = "", valueType = "", type = "", protoName = "", number = ""]) => {
          const known = structs.get(name)?.get(Number(number));
          const json = known?.isInline ? "." : known?.json || protoName;
          const of = typeName(valueType || type);
          const shape = label === "repeated" ? "[]" : label === "optional" ? "" : "{}";
          return `${number} ${json} ${shape}${of}${known?.keepsZero && shape === "" ? "!" : ""}`;
        },
      );
      return [`${definitions}.${name}`, ...written];
    });
}

/** The fields of a package's structs by their protobuf number. */
function goStructs(folder: string): Map<string, Map<number, GoField>> {
  const structs = new Map<string, Map<number, GoField>>();
  for (const file of ["types.go", "types_jsonschema.go", "generated.pb.go"].map((name) =>
    join(folder, name),
  )) {
    if (!existsSync(file)) continue;
    const source = readFileSync(file, "utf8");
    for (const [, name = "", body = ""] of source.matchAll(/^type (\w+) struct \{\n(.*?)^\}/gms)) {
      const fields = structs.get(name) ?? new Map<number, GoField>();
      structs.set(name, fields);
      for (const [, type = "", json = "", number = ""] of body.matchAll(
        /^\t(?:\w+\s+)?(\S+)\s+`json:"([^"]*)" protobuf:"\w+,(\d+),/gm,
      )) {
        const [field = "", ...options] = json.split(",");
        const keepsZero = type.startsWith("*") || !options.includes("omitempty");
        fields.set(Number(number), { json: field, isInline: options.includes("inline"), keepsZero });
      }
    }
  }
  return structs;
}

/** The type in the format of `messages.ts`: a protobuf scalar, a message of the same package, or of another. */
function typeName(type: string): string {
  if (/^u?int(32|64)$/.test(type)) return "int";
  if (!type.includes(".")) return /^[a-z]/.test(type) ? type : `.${type}`;
  const [, path = "", name = ""] = /^\.k8s\.(.+)\.(\w+)$/.exec(type) ?? [];
  const full = `io.k8s.${path.replace(/^io\./, "").replace("apiextensions_apiserver", "apiextensions-apiserver")}.${name}`;
  return full.endsWith("resource.Quantity") || full.endsWith("intstr.IntOrString") ? name : full;
}
