import { z } from "zod";

/** One solver of an issuer, with the CA of the issuer: what would become metadata of the virtual cluster. */
const issuerSolverSchema = z.object({
  /** Position in `spec.acme.solvers`. */
  index: z.int(),
  /** The DNS provider, in words. */
  title: z.string(),
  settings: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      /** Null for what is copied from a Secret, which the server never shows. */
      value: z.string().nullable(),
      /** The Secret, `namespace/name`, and its key; null for a plain value. */
      from: z.object({ secret: z.string(), key: z.string() }).nullable(),
      /** The virtual cluster has another value for it now. */
      replaces: z.boolean(),
    }),
  ),
  /** What isn't taken, each as a sentence. */
  left: z.array(z.string()),
  obstacle: z.string().nullable(),
});

const issuerSchema = z.object({
  kind: z.enum(["Issuer", "ClusterIssuer"]),
  namespace: z.string().nullable(),
  name: z.string(),
  resourceVersion: z.string(),
  solvers: z.array(issuerSolverSchema),
});

export const certManagerSchema = z
  .object({
    /** Whether the cluster knows cert-manager's kinds. */
    installed: z.boolean(),
    issuers: z.array(issuerSchema),
    /** Certificates whose Secrets gateways of the virtual cluster name, or named until a takeover. */
    certificates: z.array(
      z.object({
        namespace: z.string(),
        name: z.string(),
        secret: z.string(),
        /** Those of the virtual cluster that still serve from the Secret. */
        gateways: z.array(z.string()),
        /** Gateways of other virtual clusters still serve from the Secret. */
        isUsedElsewhere: z.boolean(),
      }),
    ),
  })
  .meta({ id: "CertManager" });

export const migrationRequestSchema = z
  .object({
    kind: z.enum(["Issuer", "ClusterIssuer"]),
    namespace: z.string().nullable(),
    name: z.string(),
    /** The version that the user has seen. */
    resourceVersion: z.string(),
    solver: z.int().min(0),
  })
  .meta({ id: "CertManagerMigration" });

export type CertManagerView = z.infer<typeof certManagerSchema>;
export type IssuerView = z.infer<typeof issuerSchema>;
export type MigrationRequest = z.infer<typeof migrationRequestSchema>;
