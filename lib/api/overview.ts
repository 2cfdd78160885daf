import { z } from "zod";
import { worstFirst } from "@/lib/gateway/walk/report";
import { severityCountsSchema } from "./finding";
import { partStates } from "./istio";

/** The content of the first page: of everything that who asks may see. Each number has a page with details. */
export const overviewSchema = z
  .object({
    virtualClusters: z.int(),
    gateways: z.object({
      total: z.int(),
      /** Gateways without a Secured Host, which have no walk. */
      unsecured: z.int(),
      /** By the state of their worst Secured Host. */
      states: z.record(z.enum(worstFirst), z.int()),
    }),
    certificates: z.object({
      total: z.int(),
      /**
       * In order; each has the certificates that expire within `days` but not within the previous span; null:
       * later.
       */
      buckets: z.array(z.object({ days: z.int().nullable(), count: z.int() })),
      /** The next to expire, at most 10. */
      next: z.array(
        z.object({
          host: z.string(),
          virtualCluster: z.string(),
          gateway: z.string(),
          issuer: z.string(),
          notBefore: z.string(),
          notAfter: z.string(),
          renewAt: z.string(),
          renewalProblem: z.string().nullable(),
        }),
      ),
    }),
    applications: z.object({ total: z.int(), ready: z.int() }),
    findings: severityCountsSchema,
    /** Of the last 24 hours. */
    events: z.object({ error: z.int(), warning: z.int(), success: z.int(), info: z.int() }),
    /** Virtual clusters with and without sidecar injection. */
    sidecars: z.object({ injected: z.int(), notInjected: z.int() }),
    /** Null for those who have roles in virtual clusters only. */
    istio: z
      .object({
        state: z.enum(partStates),
        note: z.string(),
        controlPlane: z.enum(partStates),
        definitions: z.enum(partStates),
        ingressGateways: z.array(
          z.object({
            namespace: z.string(),
            name: z.string(),
            address: z.string().nullable(),
            state: z.enum(partStates),
          }),
        ),
        version: z.string().nullable(),
      })
      .nullable(),
    openCleanups: z.int(),
  })
  .meta({ id: "Overview" });

export type Overview = z.infer<typeof overviewSchema>;
