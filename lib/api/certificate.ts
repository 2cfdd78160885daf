import { z } from "zod";

export const certificateSchema = z
  .object({
    names: z.array(z.string()),
    issuer: z.string(),
    serial: z.string(),
    notBefore: z.string(),
    notAfter: z.string(),
    renewAt: z.string(),
    renewalProblem: z.string().nullable(),
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

export type Certificate = z.infer<typeof certificateSchema>;
export type ListedCertificate = z.infer<typeof listedCertificateSchema>;
