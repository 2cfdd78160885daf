import { z } from "zod";
import { reviewSchema } from "./mesh-object";
import { pageQuerySchema } from "./page";
import { texts } from "./texts";

const text = z.string().trim().min(1).max(300).optional();
const time = z.iso.datetime({ offset: true }).optional();

const filters = {
  actor: text.meta({ description: texts.auditActor }),
  action: text.meta({ description: texts.auditAction }),
  virtualCluster: text,
  kind: text,
  name: text,
  since: time,
  until: time,
};

export const auditQuerySchema = pageQuerySchema.extend({
  ...filters,
  versions: z.enum(["true"]).optional().meta({ description: texts.auditVersions }),
});

export const auditExportQuerySchema = z.object(filters);

export const auditEntrySchema = z
  .object({
    /** Its number in the chain. */
    seq: z.int(),
    at: z.string(),
    actorKind: z.string(),
    actor: z.string(),
    /** Of what Lamia did by itself: who caused it. */
    causedBy: z.string().nullable(),
    /** Only admins of the installation see it. */
    address: z.string().nullable(),
    requestId: z.string().nullable(),
    /** Dotted, such as `object.changed`. */
    action: z.string(),
    kind: z.string().nullable(),
    virtualCluster: z.string().nullable(),
    name: z.string().nullable(),
    summary: z.string().nullable(),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditDetailsSchema = auditEntrySchema.extend({
  /** YAML of the object; null if there was none, or if it has no history. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  /** SHA-256 of this entry and the hash of the previous one. */
  hash: z.string(),
});
export type AuditDetails = z.infer<typeof auditDetailsSchema>;

export const auditVerificationSchema = z.object({
  entries: z.int(),
  /** Up to this one, entries were removed because of their age. */
  removedUpTo: z.int(),
  last: z.object({ seq: z.int(), hash: z.string() }),
  /** The first entry that isn't as it was written; null if there is none. */
  broken: z.object({ seq: z.int(), what: z.enum(["missing", "changed", "removed"]) }).nullable(),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;

/** Which of the two versions of an entry. */
export const versionSides = ["after", "before"] as const;
export const versionQuerySchema = z.object({ side: z.enum(versionSides).default("after") });

/** A version next to the object as it is now. */
export const returnReviewSchema = reviewSchema.extend({
  /** Of the object as it is now; null if there is none. */
  resourceVersion: z.string().nullable(),
});
export type ReturnReview = z.infer<typeof returnReviewSchema>;

export const returnBodySchema = z.strictObject({
  /** From the review: the object must still be as it was shown. */
  resourceVersion: z.string().nullable(),
  force: z.boolean().default(false),
  ignoreFindings: z.boolean().default(false),
});
