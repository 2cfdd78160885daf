import { z } from "zod";

const staleKindSchema = z
  .object({
    /** e.g. `gateways.networking.istio.io` */
    kind: z.string(),
    /** ISO 8601, UTC: when it was last known to be right; null when it has never been seen. */
    since: z.string().nullable(),
    note: z.string(),
  })
  .meta({ id: "StaleKind" });

/** Whether the parts that the panel stands on are well, for the page's live indicator and empty states. */
export const statusSchema = z
  .object({
    version: z.string(),
    cluster: z.object({
      /** Of the kind that is worst off: `partial` when others are seen. */
      state: z.enum(["connected", "partial", "reconnecting", "refused"]),
      note: z.string(),
      /** The earliest of `stale`. */
      staleSince: z.string().nullable(),
      /** What the pages show may be old for these. */
      stale: z.array(staleKindSchema),
      /** Kinds that the cluster does not know, e.g. `gateways.networking.istio.io`. */
      missingKinds: z.array(z.string()),
      missingPermissions: z.array(z.string()),
    }),
    certificateAuthority: z.object({ title: z.string(), directory: z.string() }),
    runner: z.enum(["web", "off"]),
    signInNeeded: z.boolean(),
  })
  .meta({ id: "Status" });

export type Status = z.infer<typeof statusSchema>;
