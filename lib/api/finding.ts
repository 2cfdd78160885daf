import { z } from "zod";
import { sortColumns } from "./choices";
import { pageSchema, sortedPageQuerySchema } from "./page";

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

export const findingsQuerySchema = sortedPageQuerySchema(sortColumns.Finding).extend({
  virtualCluster: z.string().optional(),
  severity: z.enum(severities).optional(),
  code: z.string().optional(),
  kind: z.string().optional(),
  name: z.string().optional(),
});

export const severityCountsSchema = z.object({ error: z.int(), warning: z.int(), info: z.int() });

/** `counts` tell of all severities, with every filter applied but that of the severity. */
export const findingsPageSchema = pageSchema(
  findingSchema.extend({
    /** Tells it from all others, and stays while the finding does. */
    id: z.string(),
    /** Page of the object in the panel. */
    link: z.string(),
  }),
).extend({
  counts: severityCountsSchema,
  /** The codes that there are, with what they stand for and how many findings have them, for a filter. */
  codes: z.array(z.object({ code: z.string(), title: z.string(), count: z.int() })),
});

export type SeverityCounts = z.infer<typeof severityCountsSchema>;
export type FindingsPage = z.infer<typeof findingsPageSchema>;
export type ListedFinding = FindingsPage["items"][number];
export type FindingView = z.infer<typeof findingSchema>;
