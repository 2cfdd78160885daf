import { z } from "zod";

/** What is to be removed from the world after a Gateway or Secured Host was deleted. */
export const cleanupTaskSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    /** `namespace/gateway:port=host` */
    subject: z.string(),
    state: z.enum(["open", "done"]),
    attempts: z.int(),
    nextAt: z.string().nullable(),
    lastProblem: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: "CleanupTask" });

export type CleanupTaskView = z.infer<typeof cleanupTaskSchema>;
