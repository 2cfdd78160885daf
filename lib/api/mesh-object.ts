import { z } from "zod";
import { findingSchema } from "./finding";

/** The owners of fields, from `metadata.managedFields`. */
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
  /** The object in the format of its form. */
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
    /** The object from the API server, without the fields that the server adds. */
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
  /** It will be created: its name must be free. */
  isNew: z.boolean().default(false),
};

/** A form, or an object from the YAML beside it, to check before it is saved. */
export const draftSchema = z.union([
  z.strictObject({ ...draftFields, form: z.unknown() }),
  z.strictObject({ ...draftFields, object: z.record(z.string(), z.unknown()) }),
]);

const placedProblem = z.object({
  path: z.array(z.union([z.string(), z.number()])),
  message: z.string(),
  /** The other manager, if the cause is a field that it owns. */
  manager: z.string().optional(),
});

export const reviewSchema = z
  .object({
    /** Broken rules, at the fields of the form; with any, nothing is saved. */
    problems: z.array(placedProblem),
    /**
     * The API server's errors in a dry run, and other owners of fields that would change; empty when it would
     * accept it.
     */
    refusals: z.array(placedProblem.extend({ objectPath: z.array(z.union([z.string(), z.number()])) })),
    /** Findings that this draft would newly cause, in any object, with paths in the objects. */
    findings: z.array(findingSchema.extend({ formPath: z.array(z.union([z.string(), z.number()])) })),
    /** The current and the resulting object in YAML; null if it doesn't exist yet (can't be created). */
    current: z.string().nullable(),
    next: z.string().nullable(),
  })
  .meta({ id: "Review" });

/** Body of `PUT objects`: the whole object as edited in YAML; what it leaves out is removed. */
export const objectEditSchema = z.strictObject({
  object: z.record(z.string(), z.unknown()),
  /**
   * The version that the edit is based on. Without it, the request creates the object, or replaces the current one.
   */
  resourceVersion: z.string().optional(),
  force: z.boolean().default(false),
  ignoreFindings: z.boolean().default(false),
});

export type ObjectEdit = z.input<typeof objectEditSchema>;
export type Draft = z.input<typeof draftSchema>;
export type Review = z.infer<typeof reviewSchema>;
