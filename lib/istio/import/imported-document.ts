import type { Kind } from "@/lib/istio/kinds";
import type { TextPlace } from "@/lib/istio/yaml/cursor";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "./texts";

export interface ImportProblem extends TextPlace {
  /** A warning does not stand in the way of an import. */
  severity: "error" | "warning";
  /** In the document as it is written. */
  path: (string | number)[];
  message: string;
}

export interface ImportedDocument {
  kind: Kind | "Namespace" | null;
  name: string;
  /** Where it goes; of a Namespace, its own name. */
  namespace: string;
  /** The other namespace that it was written for; null when it names none, or the one asked for. */
  written: string | null;
  source: "kubernetes" | "vamp";
  /** Where it begins in the text. */
  place: TextPlace;
  /** What would be applied; `null` when an error stands in the way. */
  object: KubernetesObject | null;
  /** The form that shows it, where its structure is right; else `null`. */
  form: unknown;
  problems: ImportProblem[];
}

/** Finds the place of a path of the document in the text. */
export type Locate = (path: readonly (string | number)[]) => TextPlace;

interface Unknown {
  source: ImportedDocument["source"];
  namespace: string;
  name: unknown;
  message: string;
  path: (string | number)[];
  locate: Locate;
}

/** The document of which nothing more can be said, as its kind is not known. */
export function unknownDocument({
  source,
  namespace,
  name,
  message,
  path,
  locate,
}: Unknown): ImportedDocument {
  const problems: ImportProblem[] = [{ severity: "error", path, message, ...locate(path) }];
  const base = { kind: null, name: typeof name === "string" ? name : "", namespace, written: null };
  return { ...base, source, place: locate([]), object: null, form: null, problems };
}

/** A document that has everything but a name: the original's command, for one, took it from the command line. */
export function nameProblem(path: (string | number)[], locate: Locate): ImportProblem {
  // Marked where the name would come, and not all that is there instead of it.
  const place = locate(path);
  return { severity: "error", path, message: texts.enterName, ...place, end: place.start };
}
