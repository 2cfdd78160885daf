import { z } from "zod";
import { type RevocationReason, revocationReasons } from "@/lib/gateway/model";

export const certificateSchema = z
  .object({
    names: z.array(z.string()),
    issuer: z.string(),
    serial: z.string(),
    notBefore: z.string(),
    notAfter: z.string(),
    renewAt: z.string(),
    renewalProblem: z.string().nullable(),
    /** How far the certificate that will replace it is; missing while none is on the way. */
    replacement: z.string().optional(),
    /** Who uses it together; missing where the host has its own. */
    shared: z
      .object({
        /** How many gateways use it, in all virtual clusters. */
        gateways: z.int(),
        /** `namespace/name` of those in the same virtual cluster, the first few. */
        named: z.array(z.string()),
      })
      .optional(),
  })
  .meta({ id: "Certificate" });

export const listedCertificateSchema = certificateSchema
  .extend({
    host: z.string(),
    port: z.int(),
    virtualCluster: z.string(),
    gateway: z.string(),
    /** `namespace/name` of the TLS Secrets that contain it. */
    secrets: z.array(z.string()),
  })
  .meta({ id: "ListedCertificate" });

/** Which Secured Host of the gateway. */
export const hostChoiceSchema = z.object({ host: z.string().trim().toLowerCase() });
/** With the serial number that the user has seen: the certificate may have been renewed since. */
export const reissueSchema = hostChoiceSchema.extend({ serial: z.string().trim().toUpperCase().optional() });
export const revokeSchema = hostChoiceSchema.extend({
  /** A revocation can't be undone, so it has to say which certificate it is about. */
  serial: z.string().trim().toUpperCase(),
  reason: z.enum(Object.keys(revocationReasons) as [RevocationReason, ...RevocationReason[]]),
});

/** What the CA would say to another order for a Secured Host now, as far as Lamia has counted. */
export const orderOutlookSchema = z
  .object({
    ca: z.string(),
    /** Null if it can be placed now. */
    hindrance: z.object({ until: z.string(), message: z.string() }).nullable(),
    uses: z.array(
      z.object({
        kind: z.enum([
          "ordersPerAccount",
          "certificatesPerDomain",
          "certificatesPerNames",
          "failuresPerName",
        ]),
        /** A registered domain, a name, or all names; null for the account. */
        of: z.string().nullable(),
        used: z.int(),
        limit: z.int(),
        windowSeconds: z.int(),
      }),
    ),
  })
  .meta({ id: "OrderOutlook" });

/** A trial of an order at the staging CA. */
export const stagingTrialSchema = z
  .object({
    state: z.enum(["none", "running", "succeeded", "failed"]),
    /** The staging CA; null if none is known. */
    ca: z.string().nullable(),
    /** Why none can be started now; null if one can. */
    hindrance: z.string().nullable(),
    note: z.string().nullable(),
    remedy: z.string().nullable(),
    /** When it was started. */
    at: z.string().nullable(),
  })
  .meta({ id: "StagingTrial" });

export type StagingTrialView = z.infer<typeof stagingTrialSchema>;
export type OrderOutlookView = z.infer<typeof orderOutlookSchema>;
export type Certificate = z.infer<typeof certificateSchema>;
export type ListedCertificate = z.infer<typeof listedCertificateSchema>;
