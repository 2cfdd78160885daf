import { z } from "zod";
import { metadataKeyPattern } from "./choices";
import { texts } from "./texts";

const valuePatternSchema = z.object({ source: z.string(), mistake: z.string() });

/** The format of a JSON file, with which a form can check a file before it is sent. */
const jsonFileSchema = z.object({
  name: z.string(),
  type: z
    .object({ field: z.string(), value: z.string(), others: z.record(z.string(), z.string()) })
    .optional(),
  fields: z.array(z.object({ name: z.string(), pattern: valuePatternSchema.optional() })),
  /** Fields that may be shown. */
  shows: z.array(z.string()),
  /** By metadata key: the field that supplies its value while it has none. */
  fills: z.record(z.string(), z.string()),
});

export type JsonFile = z.infer<typeof jsonFileSchema>;

const metadataEntrySchema = z
  .object({
    key: z.string(),
    secret: z.boolean(),
    set: z.boolean(),
    /** Plain keys only; a secret is never sent back. */
    value: z.string().optional(),
    /** Well-known keys include what a form needs. */
    wellKnown: z
      .object({
        label: z.string(),
        help: z.string(),
        placeholder: z.string().optional(),
        kind: z.enum(["text", "json-file", "text-file", "url"]),
        /** The possible values, if they are few. */
        choices: z.array(z.string()).optional(),
        /** The provider works without it. */
        optional: z.boolean().optional(),
        /** A pattern for the whole value. */
        pattern: valuePatternSchema.optional(),
        file: jsonFileSchema.optional(),
        /** The title of its group. */
        group: z.string(),
      })
      .optional(),
    /** What may be shown of a secret, e.g. the project and account of a key. */
    summary: z.record(z.string(), z.string()).optional(),
    /** Plain keys only: what is wrong with the value that is stored. */
    mistake: z.string().optional(),
  })
  .meta({ id: "MetadataEntry" });

export type MetadataEntry = z.infer<typeof metadataEntrySchema>;

const metadataGroupSchema = z
  .object({
    title: z.string(),
    description: z.string(),
    /** Whether the settings can be checked, as those of a DNS provider can. */
    checkable: z.boolean(),
    /** For a DNS provider: whose settings apply; null when this provider serves no host of the virtual cluster. */
    source: z.enum(["virtual-cluster", "installation"]).nullable().optional(),
    /** By label: what may be shown of the installation's settings of this provider, if it has any. */
    inherited: z.record(z.string(), z.string()).optional(),
    /** For a registrar: its ID, with which its settings can be checked. */
    registrar: z.string().optional(),
    /** For notifications: the possible destinations, with the key that enables each. */
    destinations: z.array(z.object({ id: z.string(), title: z.string(), key: z.string() })).optional(),
  })
  .meta({ id: "MetadataGroup" });

export type MetadataGroup = z.infer<typeof metadataGroupSchema>;

/** Groups of the well-known keys, in the order in which a form shows them. */
export const metadataSchema = z
  .object({ items: z.array(metadataEntrySchema), groups: z.array(metadataGroupSchema) })
  .meta({ id: "Metadata" });

export type Metadata = z.infer<typeof metadataSchema>;

/**
 * A merge: a string sets, null removes. Values have at most 256 KiB, because a Secret with several must stay below
 * 1 MiB.
 */
export const metadataPatchSchema = z.record(
  z.string().regex(metadataKeyPattern, texts.metadataKeyRules),
  z.string().max(262_144).nullable(),
);

/** Values to check before they are stored, merged into the stored ones. */
export const metadataCheckRequestSchema = z.object({
  changes: metadataPatchSchema.default({}),
  registrar: z.string().optional().meta({ description: texts.whichRegistrar }),
});

/** Sends a test with values that aren't stored yet. */
export const notificationTestSchema = metadataCheckRequestSchema.omit({ registrar: true }).extend({
  destination: z.string().meta({ description: texts.destination }),
});

export const metadataCheckSchema = z
  .object({
    ok: z.boolean(),
    provider: z.string().nullable(),
    note: z.string(),
    remedy: z.string().optional(),
    /** What is unusual although it works, e.g. a key of another project. */
    warning: z.string().optional(),
    /** The key to correct. */
    key: z.string().optional(),
  })
  .meta({ id: "MetadataCheck" });

export type MetadataCheck = z.infer<typeof metadataCheckSchema>;
