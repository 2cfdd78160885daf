import { z } from "zod";
import { texts } from "./texts";

/** See `lib/gateway/cleanup-protocol`. */
const cleanupStates = ["grace", "braked", "open", "kept", "withdrawn", "done", "refused"] as const;

/** The unfinished states, which the counts include. */
export const pendingCleanupStates = ["grace", "braked", "open"] as const;

/** What will be removed after a Gateway or Secured Host was deleted, or another task of the runner. */
export const cleanupTaskSchema = z
  .object({
    id: z.string(),
    /** `secured-host`: the cleanup of a host. */
    kind: z.string(),
    /** In the cleanup of a host: `namespace/gateway=host`. */
    subject: z.string(),
    state: z.enum(cleanupStates),
    attempts: z.int(),
    nextAt: z.string().nullable(),
    lastProblem: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    seenAt: z.string().meta({ description: texts.seenAt }),
    host: z.string().nullable(),
    virtualCluster: z.string().nullable(),
    gateway: z.string().nullable(),
    reason: z.string().nullable(),
    graceUntil: z.string().nullable().meta({ description: texts.graceUntil }),
    confirmedAt: z.string().nullable().meta({ description: texts.confirmedAt }),
  })
  .meta({ id: "CleanupTask" });

export type CleanupTaskView = z.infer<typeof cleanupTaskSchema>;

export const cleanupTaskQuery = {
  state: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(cleanupStates)))
    .optional()
    .meta({ description: texts.cleanupStates({ states: cleanupStates.join(", ") }) }),
  kind: z.string().max(100).optional(),
};

/** Only these are confirmed; hosts that went later need another confirmation. */
export const confirmCleanupsSchema = z.object({ ids: z.array(z.uuid()).min(1).max(5000) });
