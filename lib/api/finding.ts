import { z } from "zod";

export const severities = ["error", "warning", "info"] as const;

export const findingSchema = z
  .object({
    /** Istio's analyzer code where there is one, else `LAM…`. */
    code: z.string(),
    check: z.string(),
    severity: z.enum(severities),
    object: z.object({ kind: z.string(), namespace: z.string(), name: z.string() }),
    path: z.array(z.union([z.string(), z.number()])),
    message: z.string(),
    remedy: z.string(),
  })
  .meta({ id: "Finding" });

export type FindingView = z.infer<typeof findingSchema>;
