import { z } from "zod";
import { worstFirst } from "@/lib/gateway/walk/report";
import { dnsRecordsChoices } from "@/lib/model/record-hosts";
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
    /** When it was last checked (ISO 8601, UTC); the walk's start for a step that hasn't been reached. */
    at: z.string(),
    /** When it entered this state, and when it first ran. */
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
    /** The zone's name servers, to set at the registrar or, for a subdomain, in the parent zone. */
    nameServers: z.array(z.string()),
    certificate: certificateSchema.nullable(),
    /** Whether browsers trust the issuer of the served certificate; null until known. */
    trusted: z.boolean().nullable(),
    /** The URL of the site; null when a browser can't open it, as for a wildcard. */
    url: z.string().nullable(),
    nextVisitAt: z.string().nullable(),
  })
  .meta({ id: "SecuredHost" });

export type SecuredHostView = z.infer<typeof securedHostSchema>;

/** Includes the form's other fields, so that a new field needs no line here. */
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
    /** The hosts that get only DNS records (`dns_records: all`); missing if there are none. */
    recordHosts: z.object({ total: z.int(), attention: z.int() }).optional(),
    /** Invalid parts of the secured-hosts annotation, as written, and why. */
    malformedSecuredHosts: z.array(z.object({ part: z.string(), reason: z.string() })),
    /** A dedicated ingress named `<gateway>-gateway` is created and deleted with the gateway. */
    ingress: z.object({ kind: z.enum(["existing", "dedicated"]) }),
    errors: z.int(),
    warnings: z.int(),
    createdAt: z.string(),
    resourceVersion: z.string(),
  })
  .meta({ id: "Gateway" });

const recordHostSchema = z
  .object({
    host: z.string(),
    port: z.int(),
    state: z.enum(worstFirst),
    /** The step that says most now, what it says, and what you can do. */
    step: z.string(),
    note: z.string(),
    remedy: z.string().nullable(),
    /** What its address records say or will say. */
    values: z.array(z.string()),
    /** False if records with the right values existed already and stay with whoever created them; null until known. */
    ours: z.boolean().nullable(),
    /** What has answered at the address; null until then, and where the server's protocol can't be tried. */
    answersBy: z.enum(["http", "tls"]).nullable(),
    /** Records of others are in the way, and you can have Lamia replace them. */
    canTakeOver: z.boolean(),
    retryAt: z.string().nullable(),
    /** The records that you have to enter by hand, and that aren't there yet. */
    byHand: z.array(z.object({ name: z.string(), type: z.string(), values: z.array(z.string()) })),
  })
  .meta({ id: "RecordHost" });

export type RecordHostView = z.infer<typeof recordHostSchema>;

/** Hosts of a gateway's servers that aren't Secured Hosts. */
const dnsRecordsSchema = z
  .object({
    /** What counts for this gateway, from its own metadata or those of its virtual cluster. */
    scope: z.enum(dnsRecordsChoices),
    hosts: z.array(recordHostSchema),
    /** Hosts that can't have a record, as written, and why. */
    skipped: z.array(z.object({ part: z.string(), reason: z.string() })),
  })
  .meta({ id: "GatewayDnsRecords" });

/** Additional fields when you read one gateway. */
export const gatewayDetailsSchema = gatewaySchema
  .extend({
    /** The gateway in the format of its form. */
    form: z.unknown(),
    /** The object from the API server, without the fields that the server adds. */
    object: z.unknown(),
    /** The hosts that get only DNS records (`dns_records: all`). */
    dnsRecords: dnsRecordsSchema,
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

/** What the user confirms in a takeover: the exact records to replace, and their replacement. */
export const seenTakeOverSchema = z
  .object({ replaces: z.array(recordSetSchema).min(1), becomes: z.array(recordSetSchema).min(1) })
  .meta({ id: "SeenTakeOver" });

/** Somebody else's records at a Secured Host, and what Lamia would write instead. */
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
    /** Null when the provider couldn't be asked; `note` says why. */
    zoneExists: z.boolean().nullable(),
    record: z.string(),
    challenge: z.string(),
    /**
     * The name servers to which the parent zone already delegates a zone that would be created: it has an owner,
     * who may be somebody else. Null when there are none, the zone exists, or no answer came in time.
     */
    delegatedTo: z.array(z.string()).nullable(),
    /** Why the CA would refuse an order for the host now, and from when it would not; null if nothing is known against it. */
    orderHindrance: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: "DnsPreview" });

export type DnsPreview = z.infer<typeof dnsPreviewSchema>;
