import { z } from "zod";
import { worstFirst } from "@/lib/gateway/walk/report";
import { certificateSchema } from "./certificate";
import { findingSchema } from "./finding";
import { fieldOwnerSchema } from "./mesh-object";

const stepViewSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    state: z.enum(["pending", "running", "done", "waiting", "blocked", "failed"]),
    note: z.string(),
    remedy: z.string().optional(),
    fact: z.unknown().optional(),
    /** When it was last looked at (ISO 8601, UTC); the walk's start for a step not reached yet. */
    at: z.string(),
    /** When it came into this state, and when it was first run. */
    since: z.string(),
    startedAt: z.string(),
    attempts: z.int(),
    retryAt: z.string().optional(),
  })
  .meta({ id: "Step" });

export type StepView = z.infer<typeof stepViewSchema>;

const securedHostSchema = z
  .object({
    host: z.string(),
    port: z.int(),
    state: z.enum(worstFirst),
    steps: z.array(stepViewSchema),
    /** First public address or load balancer name; null until known. */
    address: z.string().nullable(),
    /** The zone's name servers, to be set at the registrar or, for a subdomain, in the parent zone. */
    nameServers: z.array(z.string()),
    certificate: certificateSchema.nullable(),
    /** Whether browsers trust the issuer of the certificate that is served; null until it is known. */
    trusted: z.boolean().nullable(),
    /** Where the site opens; null when no browser would follow, as for a wildcard. */
    url: z.string().nullable(),
    nextVisitAt: z.string().nullable(),
  })
  .meta({ id: "SecuredHost" });

export type SecuredHostView = z.infer<typeof securedHostSchema>;

/** With the other fields that the form has, so that a new one needs no line here. */
const serverViewSchema = z.looseObject({
  securedHost: z.string().optional(),
  hosts: z.array(z.string()),
  port: z.int(),
  protocol: z.string(),
  tls: z.record(z.string(), z.unknown()).optional(),
});

export const gatewaySchema = z
  .object({
    name: z.string(),
    virtualCluster: z.string(),
    labels: z.record(z.string(), z.string()),
    metadata: z.record(z.string(), z.string()),
    selector: z.record(z.string(), z.string()),
    servers: z.array(serverViewSchema),
    securedHosts: z.array(securedHostSchema),
    /** Parts of the secured-hosts annotation that cannot be walked, as they were written, and why. */
    malformedSecuredHosts: z.array(z.object({ part: z.string(), reason: z.string() })),
    /** A dedicated ingress is made with the gateway, named `<gateway>-gateway`, and goes with it. */
    ingress: z.object({ kind: z.enum(["existing", "dedicated"]) }),
    errors: z.int(),
    warnings: z.int(),
    createdAt: z.string(),
    resourceVersion: z.string(),
  })
  .meta({ id: "Gateway" });

/** What reading one gateway adds. */
export const gatewayDetailsSchema = gatewaySchema
  .extend({
    /** The gateway as its form shows it. */
    form: z.unknown(),
    /** As the API server has it, without what it adds itself. */
    object: z.unknown(),
    findings: z.array(findingSchema),
    owners: z.array(fieldOwnerSchema),
  })
  .meta({ id: "GatewayDetails" });

export type GatewayDetails = z.infer<typeof gatewayDetailsSchema>;
export type GatewayView = z.infer<typeof gatewaySchema>;

const recordSetSchema = z
  .object({
    name: z.string(),
    type: z.enum(["A", "AAAA", "CNAME"]),
    ttlSeconds: z.int(),
    values: z.array(z.string()),
  })
  .meta({ id: "RecordSet" });

/** What a takeover is confirmed with: exactly what it would replace, and with what. */
export const seenTakeOverSchema = z
  .object({ replaces: z.array(recordSetSchema).min(1), becomes: z.array(recordSetSchema).min(1) })
  .meta({ id: "SeenTakeOver" });

/** Records at a Secured Host that somebody else wrote, and what Lamia would write in their place. */
export const takeOverSchema = seenTakeOverSchema
  .extend({
    host: z.string(),
    provider: z.string(),
    zone: z.object({ id: z.string(), apex: z.string() }),
    /** The ownership record that goes with them. */
    mark: z.object({ name: z.string(), value: z.string() }),
  })
  .meta({ id: "TakeOver" });

export type TakeOverView = z.infer<typeof takeOverSchema>;

/** Zone, record and challenge that a Secured Host would use, before it is saved. */
export const dnsPreviewSchema = z
  .object({
    zone: z.string().nullable(),
    /** Null when the provider could not be asked; `note` says why. */
    zoneExists: z.boolean().nullable(),
    record: z.string(),
    challenge: z.string(),
    /**
     * The name servers to which the parent zone already delegates a zone that would be created: it belongs to somebody,
     * perhaps to somebody else. Null when there are none, the zone exists, or nobody could be asked in time.
     */
    delegatedTo: z.array(z.string()).nullable(),
    /** Why the CA would refuse an order for the host now, and from when it would not; null if nothing is known against it. */
    orderHindrance: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: "DnsPreview" });

export type DnsPreview = z.infer<typeof dnsPreviewSchema>;
