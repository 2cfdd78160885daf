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
  })
  .meta({ id: "Certificate" });

export const listedCertificateSchema = certificateSchema
  .extend({
    host: z.string(),
    port: z.int(),
    virtualCluster: z.string(),
    gateway: z.string(),
    /** `namespace/name` of the TLS Secrets that hold it. */
    secrets: z.array(z.string()),
  })
  .meta({ id: "ListedCertificate" });

/** Which Secured Host of the gateway. */
export const reissueSchema = z.object({ host: z.string().trim().toLowerCase() });
export const revokeSchema = reissueSchema.extend({
  reason: z.enum(Object.keys(revocationReasons) as [RevocationReason, ...RevocationReason[]]),
});

export type Certificate = z.infer<typeof certificateSchema>;
export type ListedCertificate = z.infer<typeof listedCertificateSchema>;
