import { z } from "zod";
import { findingSchema } from "./finding";
import { texts } from "./texts";

/** Body of `POST import`: with `apply: false` (the default) it only shows what it would do. */
export const importSchema = z.strictObject({
  text: z.string().max(1_000_000, texts.importTooLarge),
  apply: z.boolean().default(false),
  /** Positions of the documents to apply; default: all valid ones. */
  only: z.array(z.int().min(0)).optional(),
  useNamespaces: z.boolean().default(false).meta({ description: texts.useNamespaces }),
  /** Takes over foreign fields. */
  force: z.boolean().default(false),
  ignoreFindings: z.boolean().default(false),
});

export type ImportRequest = z.input<typeof importSchema>;

const path = z.array(z.union([z.string(), z.number()]));

const importProblemSchema = z.object({
  severity: z.enum(["error", "warning"]),
  path,
  message: z.string(),
  /** Starts at 1; `start` and `end` are offsets in the text. */
  line: z.int(),
  column: z.int(),
  start: z.int(),
  end: z.int(),
});

export const importedDocumentSchema = z
  .object({
    /** Position among the documents of the text; use it in `only`. */
    index: z.int(),
    kind: z.string().nullable(),
    name: z.string(),
    /** The target namespace; for a Namespace, its own name. */
    namespace: z.string(),
    /** The other namespace in the document; null when it names none. */
    written: z.string().nullable(),
    source: z.enum(["kubernetes", "vamp"]),
    /** Where the document starts in the text: the line counts from 1, the offset from 0. */
    line: z.int(),
    start: z.int(),
    problems: z.array(importProblemSchema),
    /** Null when an error prevents it. */
    action: z.enum(["create", "change", "unchanged"]).nullable(),
    /** The current and the resulting object, in YAML. */
    current: z.string().nullable(),
    next: z.string().nullable(),
    /** Findings about this object that all documents together would newly cause. */
    findings: z.array(findingSchema),
    /** The API server's result of a dry run, and foreign fields. */
    refusals: z.array(z.object({ path, message: z.string(), manager: z.string().optional() })),
    /** Null when nothing was tried. */
    result: z.object({ done: z.boolean(), detail: z.string(), link: z.string().nullable() }).nullable(),
  })
  .meta({ id: "ImportedDocument" });

export type ImportedDocumentView = z.infer<typeof importedDocumentSchema>;

export const importAnswerSchema = z
  .object({
    documents: z.array(importedDocumentSchema),
    /** Kinds that Lamia doesn't import, with their number of documents. */
    skipped: z.array(z.object({ kind: z.string(), count: z.int() })),
    /** The numbers of documents that were written, were unchanged, and failed. */
    written: z.int(),
    unchanged: z.int(),
    failed: z.int(),
  })
  .meta({ id: "Import" });

export type ImportAnswer = z.infer<typeof importAnswerSchema>;
