import type { Report } from "@/lib/gateway/walk/report";

/**
 * Plain objects of the store: times are ISO 8601 in UTC, ids are decimal strings, and no field contains a secret.
 */

export type EventLevel = "info" | "success" | "warning" | "error";

/** The state of one walk. */
export interface WalkRow {
  /** `namespace/gateway:port=host` */
  key: string;
  virtualCluster: string;
  gateway: string;
  host: string;
  port: number;
  /** The status of the whole walk, in domain terms. */
  state: string;
  /** Null when only a change starts the next visit. */
  nextVisitAt: string | null;
  updatedAt: string;
}

export interface NewEvent {
  at: string;
  level: EventLevel;
  /** The kind of event, dotted, e.g. `step.done` or `cleanup.waiting`. */
  type: string;
  virtualCluster?: string | null;
  gateway?: string | null;
  host?: string | null;
  message: string;
  remedy?: string | null;
  /** If set, the event also creates a notification, with the event's message as its body. */
  notification?: { title: string; link?: string | null };
}

export interface EventRow {
  id: string;
  at: string;
  level: EventLevel;
  type: string;
  virtualCluster: string | null;
  gateway: string | null;
  host: string | null;
  message: string;
  remedy: string | null;
}

export interface NotificationRow {
  id: string;
  at: string;
  level: EventLevel;
  title: string;
  body: string;
  link: string | null;
  virtualCluster: string | null;
  readAt: string | null;
}

/** The public part of a certificate. */
export interface CertificateRow {
  /** The secured host's key. */
  key: string;
  virtualCluster: string;
  gateway: string;
  host: string;
  names: string[];
  issuer: string;
  serial: string;
  notBefore: string;
  notAfter: string;
  renewAt: string | null;
  /** `namespace/name` of the TLS Secret. */
  secretRef: string | null;
  ariId: string | null;
  updatedAt: string;
}

/** Everything that a visit writes. */
export interface WalkWrite {
  walk: WalkRow;
  reports: readonly Report[];
  events?: readonly NewEvent[];
  /** If omitted, the stored certificate stays. */
  certificate?: CertificateRow;
}
