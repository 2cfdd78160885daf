import { z } from "zod";
import { sortColumns } from "./choices";
import { sortedPageQuerySchema } from "./page";
import { texts } from "./texts";

const walkCountsSchema = z.object({
  serving: z.int(),
  /** In progress: new, working or waiting. */
  working: z.int(),
  /** Blocked or failed: needs attention. */
  attention: z.int(),
});

export const virtualClusterSchema = z
  .object({
    name: z.string(),
    managed: z.boolean(),
    /** Why it is listed, or why it is not managed, in one sentence. */
    reason: z.string(),
    /** It belongs to Kubernetes, Istio or Lamia, so its objects can't be changed here. */
    system: z.boolean(),
    /** `istio-injection: enabled` or a revision label. */
    injection: z.boolean(),
    labels: z.record(z.string(), z.string()),
    createdAt: z.string(),
    /** Title of the DNS provider that serves its hosts; null if there is none. */
    provider: z.string().nullable(),
    /** The provider's settings are the installation's. */
    providerInherited: z.boolean(),
    gateways: z.int(),
    services: z.int(),
    securedHosts: walkCountsSchema,
  })
  .meta({ id: "VirtualCluster" });

export type VirtualCluster = z.infer<typeof virtualClusterSchema>;

export const virtualClusterQuerySchema = sortedPageQuerySchema(sortColumns.VirtualCluster).extend({
  /** `all` includes the other namespaces. */
  show: z.enum(["managed", "all"]).default("managed"),
  injection: z.enum(["true", "false"]).optional().meta({ description: texts.injection }),
});

export const virtualClusterPatchSchema = z.strictObject({
  managed: z.boolean(),
  confirm: z.string().optional().meta({ description: texts.confirmName }),
});
