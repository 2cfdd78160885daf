import { z } from "zod";
import { metadataKeyPattern } from "./choices";

const metadataEntrySchema = z
  .object({
    key: z.string(),
    secret: z.boolean(),
    set: z.boolean(),
    /** Plain keys only; a secret is never sent back. */
    value: z.string().optional(),
    /** Well-known keys carry what a form needs. */
    wellKnown: z
      .object({
        label: z.string(),
        help: z.string(),
        placeholder: z.string().optional(),
        kind: z.enum(["text", "json-file", "url"]),
        /** The values there are, where they are few. */
        choices: z.array(z.string()).optional(),
        group: z.string(),
      })
      .optional(),
    /** What may be told of a secret, e.g. the project and account of a key. */
    summary: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: "MetadataEntry" });

export type MetadataEntry = z.infer<typeof metadataEntrySchema>;

export const metadataSchema = z.object({ items: z.array(metadataEntrySchema) }).meta({ id: "Metadata" });

/** A merge: a string sets, null removes. Values hold at most 256 KiB, as a Secret of several must stay below 1 MiB. */
export const metadataPatchSchema = z.record(
  z
    .string()
    .regex(
      metadataKeyPattern,
      "Use letters, digits, '.', '_' and '-', at most 63, first and last a letter or digit.",
    ),
  z.string().max(262_144).nullable(),
);

export const metadataCheckSchema = z
  .object({
    ok: z.boolean(),
    provider: z.string().nullable(),
    note: z.string(),
    remedy: z.string().optional(),
    /** What is odd although it works, e.g. a key of another project. */
    warning: z.string().optional(),
    /** The key to correct. */
    key: z.string().optional(),
  })
  .meta({ id: "MetadataCheck" });

export type MetadataCheck = z.infer<typeof metadataCheckSchema>;
