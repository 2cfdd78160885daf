import { z } from "zod";
import { sortColumns } from "./choices";
import { pageSchema, sortedPageQuerySchema } from "./page";

export const severities = ["error", "warning", "info"] as const;

export const findingSchema = z
  .object({
    /** Istio's analyzer code if there is one, else `LAM…`. */
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

/** `counts` has every severity, with all filters except the severity. */
export const findingsPageSchema = pageSchema(
  findingSchema.extend({
    /** Identifies the finding as long as it exists. */
    id: z.string(),
    /** Page of the object in the panel. */
    link: z.string(),
  }),
).extend({
  counts: severityCountsSchema,
  /** The existing codes, with their titles and the number of their findings, for a filter. */
  codes: z.array(z.object({ code: z.string(), title: z.string(), count: z.int() })),
});

export type SeverityCounts = z.infer<typeof severityCountsSchema>;
export type FindingsPage = z.infer<typeof findingsPageSchema>;
export type ListedFinding = FindingsPage["items"][number];
export type FindingView = z.infer<typeof findingSchema>;
