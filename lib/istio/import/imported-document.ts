import type { TextPlace } from "@/lib/istio/yaml/text-parts";
import type { KubernetesObject } from "@/lib/model/object";
import type { Kind } from "../kinds";

export interface ImportProblem extends TextPlace {
  /** A warning does not stand in the way of an import. */
  severity: "error" | "warning";
  /** In the document as it is written. */
  path: (string | number)[];
  message: string;
}

export interface ImportedDocument {
  kind: Kind | null;
  name: string;
  source: "kubernetes" | "vamp";
  /** What would be applied; `null` when an error stands in the way. */
  object: KubernetesObject | null;
  /** The form that shows it, where its structure is right; else `null`. */
  form: unknown;
  problems: ImportProblem[];
}

/** Finds the place of a path of the document in the text. */
export type Locate = (path: readonly (string | number)[]) => TextPlace;

/** The document of which nothing more can be said, as its kind is not known. */
export function unknownDocument(
  source: ImportedDocument["source"],
  name: unknown,
  message: string,
  path: (string | number)[],
  locate: Locate,
): ImportedDocument {
  const problems: ImportProblem[] = [{ severity: "error", path, message, ...locate(path) }];
  return {
    kind: null,
    name: typeof name === "string" ? name : "",
    source,
    object: null,
    form: null,
    problems,
  };
}
