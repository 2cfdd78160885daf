import { z } from "zod";

/** Whether the ingress can serve what the Secret holds; `unknown` until Lamia has read it. */
export const tlsSecretStates = [
  "usable",
  "near-end",
  "expired",
  "mismatched",
  "unusable",
  "incomplete",
  "absent",
  "unreadable",
  "unknown",
] as const;

/** One server of a gateway that names the Secret. */
const secretUseSchema = z.object({
  virtualCluster: z.string(),
  gateway: z.string(),
  port: z.int(),
  hosts: z.array(z.string()),
  /** Hosts of the server that the certificate isn't valid for. */
  uncovered: z.array(z.string()),
  /**
   * serves     the server serves from it
   * replacing  it serves until Lamia's certificate is published
   * replaced   it served before Lamia's certificate; the way back
   */
  use: z.enum(["serves", "replacing", "replaced"]),
  /** The Secured Host that Lamia would manage here, or does; null if no certificate covers the server's hosts. */
  host: z.string().nullable(),
});

const certManagerSchema = z.object({
  certificate: z.string(),
  issuer: z.string(),
  issuerKind: z.string(),
  /** Kubernetes deletes the Secret with its Certificate. */
  ownsSecret: z.boolean(),
});

/** A TLS Secret that gateways name and that Lamia didn't write. Nothing of its key ever leaves the server. */
export const tlsSecretSchema = z
  .object({
    namespace: z.string(),
    name: z.string(),
    state: z.enum(tlsSecretStates),
    certificate: z
      .object({
        names: z.array(z.string()),
        issuer: z.string(),
        serial: z.string(),
        notBefore: z.string(),
        notAfter: z.string(),
        keyType: z.string().nullable(),
        /** Its chain lacks an intermediate certificate. */
        incompleteChain: z.boolean(),
      })
      .nullable(),
    /** The Certificate of cert-manager that it belongs to. */
    certManager: certManagerSchema.nullable(),
    uses: z.array(secretUseSchema),
  })
  .meta({ id: "TlsSecret" });

/** Which server of the gateway, and what the user has seen of it. */
export const adoptionRequestSchema = z
  .object({
    port: z.int().min(1).max(65_535),
    host: z.string().trim().toLowerCase(),
    /** The old Secret. */
    secret: z.string(),
    resourceVersion: z.string(),
  })
  .meta({ id: "AdoptionRequest" });

/** What changes when Lamia takes over a server that serves from a Secret of others, or gives it back. */
export const adoptionSchema = adoptionRequestSchema
  .extend({
    /** As in `TlsSecret.uses`. */
    use: z.enum(["serves", "replacing", "replaced"]),
    hosts: z.array(z.string()),
    /** Where the old Secret is, `namespace/name`. */
    places: z.array(z.string()),
    /** The Secret that Lamia writes beside it. */
    becomes: z.string(),
    certManager: certManagerSchema
      .extend({
        /** Whether the Certificate is still there; null if the API server doesn't say. */
        exists: z.boolean().nullable(),
        /** The object that cert-manager makes the Certificate from, and would make it from again. */
        madeFrom: z.object({ kind: z.string(), name: z.string() }).nullable(),
        /** How many other servers, of any virtual cluster, serve from the Secret. */
        otherServers: z.int(),
      })
      .nullable(),
    /** Whether the ingress can serve the old Secret, and until when. */
    state: z.enum(tlsSecretStates),
    notAfter: z.string().nullable(),
    /** Lamia has written DNS records for the host; they are cleaned up when it is given back. */
    hasRecords: z.boolean(),
    /** What has to be done first; empty if it can be confirmed. */
    obstacles: z.array(z.object({ note: z.string(), remedy: z.string() })),
  })
  .meta({ id: "Adoption" });

export type TlsSecretView = z.infer<typeof tlsSecretSchema>;
export type SecretUse = z.infer<typeof secretUseSchema>;
export type AdoptionView = z.infer<typeof adoptionSchema>;
export type AdoptionRequest = z.infer<typeof adoptionRequestSchema>;
