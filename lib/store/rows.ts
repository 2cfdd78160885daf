import type { Report } from "@/lib/gateway/walk/report";

/**
 * Plain objects of the store: times are ISO 8601 in UTC, ids are decimal strings, and no field holds a
 * secret.
 */

export type EventLevel = "info" | "success" | "warning" | "error";

/** Where one walk stands. */
export interface WalkRow {
  /** `namespace/gateway:port=host` */
  key: string;
  virtualCluster: string;
  gateway: string;
  host: string;
  port: number;
  /** The walk as a whole, in the words of the domain. */
  state: string;
  /** Null when only a change wakes it. */
  nextVisitAt: string | null;
  updatedAt: string;
}

export interface NewEvent {
  at: string;
  level: EventLevel;
  /** What kind of event, dotted, e.g. `step.done` or `cleanup.waiting`. */
  type: string;
  virtualCluster?: string | null;
  gateway?: string | null;
  host?: string | null;
  message: string;
  remedy?: string | null;
  /** With it the bell rings too: the event's message becomes the body. */
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

/** All that a visit leaves behind. */
export interface WalkWrite {
  walk: WalkRow;
  reports: readonly Report[];
  events?: readonly NewEvent[];
  /** Left out: what is known of the certificate stays. */
  certificate?: CertificateRow;
}
