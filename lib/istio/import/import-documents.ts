import { readDocumentsInTurns, type YamlDocument } from "../yaml/read";
import { importKubernetes, type Standing } from "./import-kubernetes";
import { importVamp } from "./import-vamp";
import type { ImportedDocument, Locate } from "./imported-document";
import { isFields } from "./vamp-form";
import { withoutDoubles } from "./without-doubles";

/**
 * Reads YAML or JSON of one or many documents for a namespace: objects of Kubernetes and Istio (a `List` too,
 * older API versions are raised to v1), and the documents of the original, told by having no `apiVersion`. It
 * throws nothing; every mistake stands with its document, at its line. What `standing` has wrong already and a document
 * leaves as it is, is no mistake.
 */
export async function importDocuments(
  text: string,
  namespace: string,
  { standing = () => null, pause = async () => undefined }: ImportSetting = {},
): Promise<ImportedDocument[]> {
  const documents: { document: ImportedDocument; locate: Locate }[] = [];
  for (const read of await readDocumentsInTurns(text, pause)) {
    documents.push(...readOne(read, namespace, standing));
    await pause();
  }
  return withoutDoubles(documents);
}

interface ImportSetting {
  standing?: Standing;
  /** Lets others have their turn between two documents. */
  pause?: () => Promise<void>;
}

function readOne(read: YamlDocument, namespace: string, standing: Standing) {
  if (read.problems.length > 0) return [{ document: unreadable(read), locate: read.locate }];
  return itemsOf(read.value).map(({ value, path }) => {
    const locate: Locate = (inner) => read.locate([...path, ...inner]);
    const isKubernetes = isFields(value) && "apiVersion" in value;
    const document = isKubernetes
      ? importKubernetes(value, namespace, locate, standing)
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
