import { z } from "zod";
import type { EventView, NotificationView } from "./event";
import type { SecuredHostView } from "./gateway";

/** Kinds of things whose lists and details become stale together. */
export type Topic =
  | "virtual-clusters"
  | "metadata"
  | "gateways"
  | "services"
  | "destination-rules"
  | "virtual-services"
  | "service-entries"
  | "applications"
  | "certificates"
  | "notifications"
  | "cleanups"
  | "status"
  /** Users, their roles, sessions and tokens: also those of who reads the stream. */
  | "access"
  /** Results over the whole cluster; sent a moment after the last of several changes. */
  | "findings"
  | "map"
  | "overview"
  | "istio"
  | "audit";

/**
 * Messages of `GET /api/v1/events` (Server-Sent Events): the SSE `event` field is `type`, `data` is the JSON of the
 * rest. `changed` says what to fetch again; `walk` includes the new state of one Secured Host; after `leaving`, the stream
 * ends, because the process stops.
 */
export type StreamMessage =
  | { type: "changed"; topic: Topic; virtualCluster: string | null; name: string | null }
  | { type: "walk"; virtualCluster: string; gateway: string; securedHost: SecuredHostView }
  | { type: "event"; event: EventView }
  | { type: "notification"; notification: NotificationView }
  | { type: "hello"; serverTime: string }
  | { type: "leaving" };

export type StreamMessageType = StreamMessage["type"];

const staleKindSchema = z
  .object({
    /** e.g. `gateways.networking.istio.io` */
    kind: z.string(),
    /** ISO 8601, UTC: when it was last current; null if it has never been seen. */
    since: z.string().nullable(),
    note: z.string(),
  })
  .meta({ id: "StaleKind" });

const missingRightSchema = z
  .object({
    /** e.g. `secrets`, `envoyfilters.networking.istio.io` */
    resource: z.string(),
    verbs: z.array(z.string()),
    /** Null: in the whole cluster. */
    namespace: z.string().nullable(),
    /** What doesn't work without them. */
    purpose: z.string(),
    /** What grants them, for a shell; null if that depends on how Lamia was installed. */
    command: z.string().nullable(),
  })
  .meta({ id: "MissingRight" });

/** Whether everything that the panel depends on is healthy, for the page's live indicator and empty states. */
export const statusSchema = z
  .object({
    version: z.string(),
    cluster: z.object({
      /** Of the worst kind: `partial` when others are visible. */
      state: z.enum(["connected", "partial", "reconnecting", "refused"]),
      note: z.string(),
      /** The earliest of `stale`. */
      staleSince: z.string().nullable(),
      /** What the pages show of these may be stale. */
      stale: z.array(staleKindSchema),
      /** Kinds that the cluster doesn't know, e.g. `gateways.networking.istio.io`. */
      missingKinds: z.array(z.string()),
      /** Rights that the API server has refused to Lamia. */
      missingRights: z.array(missingRightSchema),
      /** Where Secrets are read only by name, Lamia can't create dedicated ingresses. */
      secrets: z.enum(["cluster", "by-name"]),
    }),
    certificateAuthority: z.object({ title: z.string(), directory: z.string() }),
    /** Null while the clocks of the API server, the CAs and this machine agree. */
    clock: z
      .object({
        /** How far this machine's clock is ahead; negative if it is behind. */
        aheadInSeconds: z.number(),
        /** Hosts whose clock differs, and those whose clock agrees with this machine's. */
        differs: z.array(z.string()),
        agrees: z.array(z.string()),
      })
      .nullable(),
    /** Why the database can't be used, and what helps; null while it can. */
    database: z.string().nullable(),
    runner: z.enum(["web", "off"]),
    signInNeeded: z.boolean(),
  })
  .meta({ id: "Status" });

export type Status = z.infer<typeof statusSchema>;
