import { z } from "zod";

/** Whether the parts that the panel stands on are well, for the page's live indicator and empty states. */
export const statusSchema = z
  .object({
    version: z.string(),
    cluster: z.object({
      state: z.enum(["connected", "reconnecting", "refused"]),
      note: z.string(),
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
