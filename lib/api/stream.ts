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
