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
      /** Whether the virtual cluster, or the installation, has another value for it now. */
      replaces: z.object({ virtualCluster: z.boolean(), installation: z.boolean() }),
    }),
  ),
  /** What isn't taken, each as a sentence. */
  left: z.array(z.string()),
  obstacle: z.string().nullable(),
  /** The settings may also become those of the installation. */
  fitsInstallation: z.boolean(),
  /** Stands for everything shown and for the state of the Secrets; changes when any of it does. */
  seen: z.string(),
});

const issuerSchema = z.object({
  kind: z.enum(["Issuer", "ClusterIssuer"]),
  namespace: z.string().nullable(),
  name: z.string(),
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
        /** The object that cert-manager makes the Certificate from, and would make it from again. */
        madeFrom: z.object({ kind: z.string(), name: z.string() }).nullable(),
        /** Kubernetes deletes the Secret with its Certificate. */
        ownsSecret: z.boolean(),
      }),
    ),
  })
  .meta({ id: "CertManager" });

export const migrationRequestSchema = z
  .object({
    kind: z.enum(["Issuer", "ClusterIssuer"]),
    namespace: z.string().nullable(),
    name: z.string(),
    solver: z.int().min(0),
    /** What the user has reviewed, as in `CertManager.issuers[].solvers[].seen`. */
    seen: z.string(),
    /** Whose metadata the settings become. */
    place: z.enum(["virtualCluster", "installation"]).default("virtualCluster"),
  })
  .meta({ id: "CertManagerMigration" });

export type CertManagerView = z.infer<typeof certManagerSchema>;
export type IssuerView = z.infer<typeof issuerSchema>;
export type MigrationRequest = z.infer<typeof migrationRequestSchema>;
export type MigrationPlace = MigrationRequest["place"];
