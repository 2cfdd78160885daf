import { isKind, type Kind, kindEntry } from "@/lib/istio/kinds";
import { objectProblems } from "@/lib/istio/kinds/object-problems";
import { readDocumentsInTurns, type YamlDocument } from "@/lib/istio/yaml/read";
import { forExport } from "@/lib/istio/yaml/write";
import type { KubernetesObject } from "@/lib/model/object";
import { importVamp, isFields } from "./import-vamp";
import {
  type ImportedDocument,
  type ImportProblem,
  type Locate,
  nameProblem,
  unknownDocument,
} from "./imported-document";
import { texts } from "./texts";

/** What a text of documents contains for a namespace. */
export interface Imported {
  documents: ImportedDocument[];
  /** Kinds that can't be imported, with the number of each. */
  skipped: { kind: string; count: number }[];
}

/** The object of a kind and name that a namespace already has. */
export type Current = (kind: Kind, namespace: string, name: string) => KubernetesObject | null;

interface ImportSetting {
  current?: Current;
  /** Puts objects into the namespaces that they name; otherwise all go into the chosen one. */
  useNamespaces?: boolean;
  /** Why an object can't go into a namespace that it names; null if it can. */
  placeProblem?: (namespace: string) => string | null;
  /** Why a Namespace of that name can't be imported; null where it can. */
  namespaceProblem?: (name: string) => string | null;
  /** Lets other work run between two documents. */
  pause?: () => Promise<void>;
}

/** A document with a function from its fields to their positions in the text; or a kind that is skipped. */
type Read = { document: ImportedDocument; locate: Locate } | { skipped: string };

interface Setting extends Required<Omit<ImportSetting, "pause">> {
  namespace: string;
}

/**
 * Reads YAML or JSON with one or many documents for a namespace: objects of Kubernetes and Istio (including a `List`; older
 * API versions are converted to v1), Namespaces, and the original's documents, which have no `apiVersion`. Never throws:
 * every mistake belongs to its document, at its line. A mistake that the existing object already has, and that the document
 * doesn't change, doesn't count.
 */
export async function importDocuments(
  text: string,
  namespace: string,
  {
    current = () => null,
    useNamespaces = false,
    placeProblem = () => null,
    namespaceProblem = () => null,
    pause = async () => undefined,
  }: ImportSetting = {},
): Promise<Imported> {
  const setting: Setting = { namespace, current, useNamespaces, placeProblem, namespaceProblem };
  const read: Read[] = [];
  for (const document of await readDocumentsInTurns(text, pause)) {
    read.push(...readOne(document, setting));
    await pause();
  }
  const skipped = new Map<string, number>();
  for (const each of read)
    if ("skipped" in each) skipped.set(each.skipped, (skipped.get(each.skipped) ?? 0) + 1);
  const documents = read.flatMap((each) => ("document" in each ? [each] : []));
  return {
    documents: withoutDoubles(inOpenPlaces(documents, setting)),
    skipped: [...skipped].map(([kind, count]) => ({ kind, count })),
  };
}

function readOne(read: YamlDocument, setting: Setting): Read[] {
  if (read.problems.length > 0) return [{ document: unreadable(read, setting), locate: read.locate }];
  return itemsOf(read.value).flatMap(({ value, path }): Read[] => {
    if (value === null || value === undefined) return [];
    const locate: Locate = (inner) => read.locate([...path, ...inner]);
    const isKubernetes = isFields(value) && "apiVersion" in value;
    const found = isKubernetes
      ? importKubernetes(value, setting, locate)
      : importVamp(value, setting.namespace, locate);
    if ("skipped" in found) return [found];
    const repeated = read.repeated.map(
      ({ message: _, ...place }): ImportProblem => ({
        severity: "warning",
        path: [],
        message: texts.lastCounts,
        ...place,
      }),
    );
    return found.map((document) => ({
      document: { ...document, problems: [...document.problems, ...repeated] },
      locate,
    }));
  });
}

function unreadable({ problems }: YamlDocument, { namespace }: Setting): ImportedDocument {
  const listed = problems.map((problem) => ({ ...problem, severity: "error" as const, path: [] }));
  const place = { line: 1, column: 1, start: 0, end: 0, ...listed[0] };
  const base = { kind: null, name: "", namespace, written: null, source: "kubernetes" as const, place };
  return { ...base, object: null, form: null, problems: listed };
}

/** A `List`, as `kubectl get -o yaml` writes it, is replaced by its items. */
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

type Placed = Extract<Read, { document: ImportedDocument }>;

/** Refuses objects for a namespace that can't be written; one that the text itself creates can. */
function inOpenPlaces(documents: readonly Placed[], { namespace, placeProblem }: Setting): Placed[] {
  const brought = new Set(
    documents.flatMap(({ document }) =>
      document.kind === "Namespace" && document.object ? [document.name] : [],
    ),
  );
  return documents.map(({ document, locate }) => {
    const isElsewhere = document.namespace !== namespace && document.kind !== "Namespace";
    if (!isElsewhere || brought.has(document.namespace)) return { document, locate };
    const message = placeProblem(document.namespace);
    if (message === null) return { document, locate };
    const path = ["metadata", "namespace"];
    const problem: ImportProblem = { severity: "error", path, message, ...locate(path) };
    return { document: { ...document, object: null, problems: [...document.problems, problem] }, locate };
  });
}

/** If several documents describe one object, the last one would silently win, so the later ones are refused. */
function withoutDoubles(documents: readonly Placed[]): ImportedDocument[] {
  const seen = new Set<string>();
  return documents.map(({ document, locate }) => {
    const { kind, name, namespace, source, object, problems } = document;
    const key = `${kind} ${namespace} ${name}`;
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

/** Versions that a newer one replaced without removing any field that Lamia reads. */
const older: Readonly<Record<string, readonly string[]>> = {
  "networking.istio.io/v1": ["networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"],
  "apps/v1": ["apps/v1beta2", "apps/v1beta1", "extensions/v1beta1"],
};

/** Checks one Kubernetes or Istio object and puts it into its namespace. */
function importKubernetes(
  document: Record<string, unknown>,
  { namespace, current, useNamespaces, namespaceProblem }: Setting,
  locate: Locate,
): ImportedDocument[] | { skipped: string } {
  const { kind, apiVersion, metadata } = document;
  const name = isFields(metadata) ? metadata.name : undefined;
  if (kind === "Namespace" && apiVersion === "v1")
    return [importNamespace(document, namespaceProblem, locate)];
  if (typeof kind !== "string") {
    const message = texts.kindMissing({ apiVersion: String(apiVersion) });
    return [unknownDocument({ source: "kubernetes", namespace, name, message, path: ["kind"], locate })];
  }
  if (!isKind(kind)) return { skipped: kind };
  if (!belongsTo(kind, apiVersion)) return { skipped: `${apiVersion} ${kind}` };
  const exported = { ...forExport(document), apiVersion: kindEntry(kind).apiVersion } as KubernetesObject;
  const object = kind === "Deployment" ? withSelector(exported) : exported;
  const wanted = isFields(metadata) && typeof metadata.namespace === "string" ? metadata.namespace : null;
  const written = wanted === namespace ? null : wanted;
  const target = useNamespaces && written !== null ? written : namespace;
  const before = typeof name === "string" ? current(kind, target, name) : null;
  const errors =
    name === undefined
      ? [nameProblem(["metadata", "name"], locate)]
      : objectProblems(kind, object, before).map(
          ({ path, message }): ImportProblem => ({ severity: "error", path, message, ...locate(path) }),
        );
  const moved = written !== null && target === namespace ? [movedWarning(written, namespace, locate)] : [];
  const structured = kindEntry(kind).objectSchema.safeParse(object).success;
  return [
    {
      kind,
      name: typeof name === "string" ? name : "",
      namespace: target,
      written,
      source: "kubernetes",
      place: locate([]),
      object: errors.length > 0 ? null : { ...object, metadata: { ...object.metadata, namespace: target } },
      form: structured ? kindEntry(kind).toForm(object) : null,
      problems: [...errors, ...moved],
    },
  ];
}

/** A Namespace with its labels and annotations, which contain metadata. Whoever writes it makes it a virtual cluster. */
function importNamespace(
  document: Record<string, unknown>,
  namespaceProblem: Setting["namespaceProblem"],
  locate: Locate,
): ImportedDocument {
  const metadata = isFields(document.metadata) ? document.metadata : {};
  const name = typeof metadata.name === "string" ? metadata.name : "";
  const { metadata: exported }: { metadata?: unknown } = forExport(document);
  const { labels, annotations } = (isFields(exported) ? exported : {}) as Partial<
    KubernetesObject["metadata"]
  >;
  const kept = { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) };
  const path = ["metadata", "name"];
  const closed = name === "" ? null : namespaceProblem(name);
  const refused: ImportProblem[] =
    closed === null ? [] : [{ severity: "error", path, message: closed, ...locate(path) }];
  const problems = name === "" ? [nameProblem(path, locate)] : refused;
  return {
    kind: "Namespace",
    name,
    namespace: name,
    written: null,
    source: "kubernetes",
    place: locate([]),
    object: problems.length > 0 ? null : { apiVersion: "v1", kind: "Namespace", metadata: { name, ...kept } },
    form: null,
    problems,
  };
}

/** Before apps/v1, the selector of a Deployment defaulted to the labels of its pods. */
function withSelector(object: KubernetesObject): KubernetesObject {
  const { spec } = object as KubernetesObject & { spec?: unknown };
  if (!isFields(spec) || spec.selector !== undefined || !isFields(spec.template)) return object;
  const labels = isFields(spec.template.metadata) ? spec.template.metadata.labels : undefined;
  if (!isFields(labels)) return object;
  const next: unknown = { ...object, spec: { ...spec, selector: { matchLabels: labels } } };
  return next as KubernetesObject;
}

function belongsTo(kind: Kind, apiVersion: unknown): boolean {
  const { apiVersion: current } = kindEntry(kind);
  return apiVersion === current || (older[current] ?? []).includes(String(apiVersion));
}

function movedWarning(written: string, namespace: string, locate: Locate): ImportProblem {
  const path = ["metadata", "namespace"];
  return {
    severity: "warning",
    path,
    message: texts.otherNamespace({ written, namespace }),
    ...locate(path),
  };
}
