import { z } from "zod";
import { findingSchema } from "./finding";
import { texts } from "./texts";

/** Body of `POST import`: with `apply: false` (the default) it only shows what would be done. */
export const importSchema = z.strictObject({
  text: z.string().max(1_000_000, texts.importTooLarge),
  apply: z.boolean().default(false),
  /** Positions of the documents to apply; all that can be when left out. */
  only: z.array(z.int().min(0)).optional(),
  useNamespaces: z.boolean().default(false).meta({ description: texts.useNamespaces }),
  /** Takes over fields that others own. */
  force: z.boolean().default(false),
  ignoreFindings: z.boolean().default(false),
});

export type ImportRequest = z.input<typeof importSchema>;

const path = z.array(z.union([z.string(), z.number()]));

const importProblemSchema = z.object({
  severity: z.enum(["error", "warning"]),
  path,
  message: z.string(),
  /** Counted from 1; `start` and `end` are offsets in the text. */
  line: z.int(),
  column: z.int(),
  start: z.int(),
  end: z.int(),
});

export const importedDocumentSchema = z
  .object({
    /** Position among the documents of the text; hand it back in `only`. */
    index: z.int(),
    kind: z.string().nullable(),
    name: z.string(),
    /** Where it goes; of a Namespace, its own name. */
    namespace: z.string(),
    /** The other namespace that it was written for; null when it names none. */
    written: z.string().nullable(),
    source: z.enum(["kubernetes", "vamp"]),
    /** Where the document begins in the text: the line counts from 1, the offset from 0. */
    line: z.int(),
    start: z.int(),
    problems: z.array(importProblemSchema),
    /** Null when an error stands in the way. */
    action: z.enum(["create", "change", "unchanged"]).nullable(),
    /** The object as it stands and as it would be, in YAML. */
    current: z.string().nullable(),
    next: z.string().nullable(),
    /** What all documents together would newly bring about, of this object. */
    findings: z.array(findingSchema),
    /** What the API server says of a dry run, and fields that others own. */
    refusals: z.array(z.object({ path, message: z.string(), manager: z.string().optional() })),
    /** Null where nothing was tried. */
    result: z.object({ done: z.boolean(), detail: z.string(), link: z.string().nullable() }).nullable(),
  })
  .meta({ id: "ImportedDocument" });

export type ImportedDocumentView = z.infer<typeof importedDocumentSchema>;

export const importAnswerSchema = z
  .object({
    documents: z.array(importedDocumentSchema),
    /** Kinds that Lamia doesn't import, with how many documents there are of each. */
    skipped: z.array(z.object({ kind: z.string(), count: z.int() })),
    /** How many were written, were the same already, and were not written though they were to be. */
    written: z.int(),
    unchanged: z.int(),
    failed: z.int(),
  })
  .meta({ id: "Import" });

export type ImportAnswer = z.infer<typeof importAnswerSchema>;
