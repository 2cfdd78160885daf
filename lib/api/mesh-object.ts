import { z } from "zod";
import { findingSchema } from "./finding";

/** Who has set which fields, as `metadata.managedFields` tells it. */
export const fieldOwnerSchema = z.object({
  manager: z.string(),
  operation: z.string(),
  at: z.string().nullable(),
  /** Dotted paths, such as `spec.servers`. */
  fields: z.array(z.string()),
});

const common = {
  kind: z.string(),
  name: z.string(),
  virtualCluster: z.string(),
  /** The object as its form shows it. */
  form: z.unknown(),
  errors: z.int(),
  warnings: z.int(),
  createdAt: z.string(),
  resourceVersion: z.string(),
};

/** A Service, DestinationRule, VirtualService or ServiceEntry in a list. */
export const meshObjectSchema = z.object(common).meta({ id: "MeshObject" });

export const meshObjectDetailsSchema = z
  .object({
    ...common,
    /** As the API server has it, without what it adds itself. */
    object: z.unknown(),
    findings: z.array(findingSchema),
    owners: z.array(fieldOwnerSchema),
  })
  .meta({ id: "MeshObjectDetails" });

export type FieldOwner = z.infer<typeof fieldOwnerSchema>;

export interface MeshObject<Form = unknown> extends z.infer<typeof meshObjectSchema> {
  form: Form;
}

export interface MeshObjectDetails<Form = unknown> extends z.infer<typeof meshObjectDetailsSchema> {
  form: Form;
}

const draftFields = {
  kind: z.enum(["Gateway", "Service", "DestinationRule", "VirtualService", "ServiceEntry", "Deployment"]),
  /** It is to be created: its name must be free. */
  isNew: z.boolean().default(false),
};

/** A form, or an object from the YAML beside it, to be looked at before it is saved. */
export const draftSchema = z.union([
  z.strictObject({ ...draftFields, form: z.unknown() }),
  z.strictObject({ ...draftFields, object: z.record(z.string(), z.unknown()) }),
]);

const placedProblem = z.object({
  path: z.array(z.union([z.string(), z.number()])),
  message: z.string(),
  /** The other writer, where the cause is a field that it owns. */
  manager: z.string().optional(),
});

export const reviewSchema = z
  .object({
    /** Rules that are broken, at the fields of the form; with any, nothing is saved. */
    problems: z.array(placedProblem),
    /** What the API server says of a dry run, and who else owns what would change; empty when it would take it. */
    refusals: z.array(placedProblem.extend({ objectPath: z.array(z.union([z.string(), z.number()])) })),
    /** What this draft would newly bring about, anywhere, with paths in the objects. */
    findings: z.array(findingSchema.extend({ formPath: z.array(z.union([z.string(), z.number()])) })),
    /** The object as it stands, and as it would be, in YAML; null for one that does not exist (cannot be made). */
    current: z.string().nullable(),
    next: z.string().nullable(),
  })
  .meta({ id: "Review" });

/** Body of `PUT objects`: the whole object as edited in YAML; what it leaves out is removed. */
export const objectEditSchema = z.strictObject({
  object: z.record(z.string(), z.unknown()),
  /** What the edit is based on; left out, it creates the object, or is put on whatever stands. */
  resourceVersion: z.string().optional(),
  force: z.boolean().default(false),
  ignoreFindings: z.boolean().default(false),
});

export type ObjectEdit = z.input<typeof objectEditSchema>;
export type Draft = z.input<typeof draftSchema>;
export type Review = z.infer<typeof reviewSchema>;
