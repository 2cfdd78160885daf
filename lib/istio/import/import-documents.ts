import { isKind, type Kind, kindEntry } from "@/lib/istio/kinds";
import { objectProblems } from "@/lib/istio/kinds/object-problems";
import { readDocumentsInTurns, type YamlDocument } from "@/lib/istio/yaml/read";
import { forExport } from "@/lib/istio/yaml/write";
import type { KubernetesObject } from "@/lib/model/object";
import {
  type ImportedDocument,
  type ImportProblem,
  importVamp,
  isFields,
  type Locate,
  unknownDocument,
} from "./import-vamp";
import { texts } from "./texts";

/**
 * Reads YAML or JSON of one or many documents for a namespace: objects of Kubernetes and Istio (a `List` too,
 * older API versions are raised to v1), and the documents of the original, told by having no `apiVersion`. It
 * throws nothing; every mistake stands with its document, at its line. What `standing` has wrong already and a document
 * leaves as it is, is no mistake.
 */
export async function importDocuments(
  text: string,
  namespace: string,
  { current = () => null, pause = async () => undefined }: ImportSetting = {},
): Promise<ImportedDocument[]> {
  const documents: { document: ImportedDocument; locate: Locate }[] = [];
  for (const read of await readDocumentsInTurns(text, pause)) {
    documents.push(...readOne(read, namespace, current));
    await pause();
  }
  return withoutDoubles(documents);
}

interface ImportSetting {
  current?: Current;
  /** Lets others have their turn between two documents. */
  pause?: () => Promise<void>;
}

function readOne(read: YamlDocument, namespace: string, current: Current) {
  if (read.problems.length > 0) return [{ document: unreadable(read), locate: read.locate }];
  return itemsOf(read.value).map(({ value, path }) => {
    const locate: Locate = (inner) => read.locate([...path, ...inner]);
    const isKubernetes = isFields(value) && "apiVersion" in value;
    const document = isKubernetes
      ? importKubernetes(value, namespace, locate, current)
      : importVamp(value, namespace, locate);
    return { document, locate };
  });
}

function unreadable({ problems }: YamlDocument): ImportedDocument {
  const listed = problems.map((problem) => ({ ...problem, severity: "error" as const, path: [] }));
  return { kind: null, name: "", source: "kubernetes", object: null, form: null, problems: listed };
}

/** A `List`, as `kubectl get -o yaml` writes it, stands for its items. */
function itemsOf(value: unknown): { value: unknown; path: (string | number)[] }[] {
  if (
    isFields(value) &&
    typeof value.kind === "string" &&
    value.kind.endsWith("List") &&
    Array.isArray(value.items)
  )
    return value.items.map((item: unknown, index) => ({ value: item, path: ["items", index] }));
  return [{ value, path: [] }];
}

/** Of several documents for one object the last would win in silence: the later ones are refused. */
function withoutDoubles(
  documents: readonly { document: ImportedDocument; locate: Locate }[],
): ImportedDocument[] {
  const seen = new Set<string>();
  return documents.map(({ document, locate }) => {
    const { kind, name, source, object, problems } = document;
    const key = `${kind} ${name}`;
    if (!object) return document;
    if (!seen.has(key)) {
      seen.add(key);
      return document;
    }
    const path = source === "vamp" ? ["name"] : ["metadata", "name"];
    const message = texts.objectTwice({ kind: kind ?? "", name: name ?? "" });
    const problem: ImportProblem = { severity: "error", path, message, ...locate(path) };
    return { ...document, object: null, problems: [...problems, problem] };
  });
}

const older = ["networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"];

/** What the cluster has of a kind and name in the namespace. */
export type Current = (kind: Kind, name: string) => KubernetesObject | null;

/** Checks one Kubernetes or Istio object and puts it into the namespace. */
function importKubernetes(
  document: Record<string, unknown>,
  namespace: string,
  locate: Locate,
  current: Current,
): ImportedDocument {
  const { kind, metadata } = document;
  const name = isFields(metadata) ? metadata.name : undefined;
  if (!isKind(kind) || !belongsTo(kind, document.apiVersion)) {
    const message = texts.kindNotImported({
      apiVersion: String(document.apiVersion),
      kind: String(kind),
    });
    return unknownDocument("kubernetes", name, message, ["kind"], locate);
  }
  const object = {
    ...forExport(document),
    apiVersion: kindEntry(kind).apiVersion,
  } as KubernetesObject;
  const before = typeof name === "string" ? current(kind, name) : null;
  const errors = objectProblems(kind, object, before).map(
    ({ path, message }): ImportProblem => ({ severity: "error", path, message, ...locate(path) }),
  );
  const problems = [...errors, ...warnings(document, namespace, locate)];
  const structured = kindEntry(kind).objectSchema.safeParse(object).success;
  return {
    kind,
    name: typeof name === "string" ? name : "",
    source: "kubernetes",
    object: errors.length > 0 ? null : { ...object, metadata: { ...object.metadata, namespace } },
    form: structured ? kindEntry(kind).toForm(object) : null,
    problems,
  };
}

function belongsTo(kind: Kind, apiVersion: unknown): boolean {
  const { apiVersion: current } = kindEntry(kind);
  return apiVersion === current || (current.includes("istio") && older.includes(String(apiVersion)));
}

function warnings({ metadata }: Record<string, unknown>, namespace: string, locate: Locate): ImportProblem[] {
  const written = isFields(metadata) ? metadata.namespace : undefined;
  if (written === undefined || written === namespace) return [];
  const path = ["metadata", "namespace"];
  const message = texts.otherNamespace({ written: String(written), namespace });
  return [{ severity: "warning", path, message, ...locate(path) }];
}
