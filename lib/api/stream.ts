import { z } from "zod";
import type { EventView, NotificationView } from "./event";
import type { SecuredHostView } from "./gateway";

/** Kinds of things whose lists and details go stale together. */
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
  /** What is computed over the whole cluster; told a moment after the last of several changes. */
  | "findings"
  | "map"
  | "overview"
  | "istio";

/**
 * Messages of `GET /api/v1/events` (Server-Sent Events): the SSE `event` field is `type`, `data` the JSON of the
 * rest. `changed` says what to fetch again; `walk` carries the new state of one secured host itself.
 */
export type StreamMessage =
  | { type: "changed"; topic: Topic; virtualCluster: string | null; name: string | null }
  | { type: "walk"; virtualCluster: string; gateway: string; securedHost: SecuredHostView }
  | { type: "event"; event: EventView }
  | { type: "notification"; notification: NotificationView }
  | { type: "hello"; serverTime: string };

export type StreamMessageType = StreamMessage["type"];

const staleKindSchema = z
  .object({
    /** e.g. `gateways.networking.istio.io` */
    kind: z.string(),
    /** ISO 8601, UTC: when it was last known to be right; null when it has never been seen. */
    since: z.string().nullable(),
    note: z.string(),
  })
  .meta({ id: "StaleKind" });

/** Whether the parts that the panel stands on are well, for the page's live indicator and empty states. */
export const statusSchema = z
  .object({
    version: z.string(),
    cluster: z.object({
      /** Of the kind that is worst off: `partial` when others are seen. */
      state: z.enum(["connected", "partial", "reconnecting", "refused"]),
      note: z.string(),
      /** The earliest of `stale`. */
      staleSince: z.string().nullable(),
      /** What the pages show may be old for these. */
      stale: z.array(staleKindSchema),
      /** Kinds that the cluster does not know, e.g. `gateways.networking.istio.io`. */
      missingKinds: z.array(z.string()),
      missingPermissions: z.array(z.string()),
    }),
    certificateAuthority: z.object({ title: z.string(), directory: z.string() }),
    runner: z.enum(["web", "off"]),
    signInNeeded: z.boolean(),
  })
  .meta({ id: "Status" });

export type Status = z.infer<typeof statusSchema>;
