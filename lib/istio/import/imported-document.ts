import type { Kind } from "@/lib/istio/kinds";
import type { TextPlace } from "@/lib/istio/yaml/cursor";
import type { KubernetesObject } from "@/lib/model/object";
import { texts } from "./texts";

export interface ImportProblem extends TextPlace {
  /** A warning doesn't prevent an import. */
  severity: "error" | "warning";
  /** The path in the document as it is written. */
  path: (string | number)[];
  message: string;
}

export interface ImportedDocument {
  kind: Kind | "Namespace" | null;
  name: string;
  /** Where the object goes; for a Namespace, its own name. */
  namespace: string;
  /** The other namespace that it was written for; null if it names none, or the chosen one. */
  written: string | null;
  source: "kubernetes" | "vamp";
  /** Where it starts in the text. */
  place: TextPlace;
  /** What would be applied; `null` if an error prevents it. */
  object: KubernetesObject | null;
  /** The form that shows it, if its structure is valid; otherwise `null`. */
  form: unknown;
  problems: ImportProblem[];
}

/** Returns the position in the text of a path in the document. */
export type Locate = (path: readonly (string | number)[]) => TextPlace;

interface Unknown {
  source: ImportedDocument["source"];
  namespace: string;
  name: unknown;
  message: string;
  path: (string | number)[];
  locate: Locate;
}

/** A document about which nothing more can be said, because its kind isn't known. */
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

/** A document that only lacks a name. The original's command, for example, took the name from the command line. */
export function nameProblem(path: (string | number)[], locate: Locate): ImportProblem {
  // Marks where the name would be, not everything that is there instead.
  const place = locate(path);
  return { severity: "error", path, message: texts.enterName, ...place, end: place.start };
}
