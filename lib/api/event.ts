import { z } from "zod";
import { levels, sortColumns, sortOrders } from "./choices";
import { sortedPageQuerySchema } from "./page";
import { texts } from "./texts";

export const eventSchema = z
  .object({
    id: z.string(),
    at: z.string(),
    level: z.enum(levels),
    /** The kind of event, dotted, e.g. `walk.blocked`, `certificate.issued`, `gateway.deleted`. */
    type: z.string(),
    message: z.string(),
    remedy: z.string().nullable(),
    virtualCluster: z.string().nullable(),
    gateway: z.string().nullable(),
    host: z.string().nullable(),
  })
  .meta({ id: "Event" });

/** Sorted by time the newest come first, otherwise ascending. */
export const eventsQuerySchema = sortedPageQuerySchema(sortColumns.Event).extend({
  order: z.enum(sortOrders, { error: texts.wrongOrder }).optional().meta({
    description: texts.eventOrder,
  }),
  virtualCluster: z.string().optional(),
  gateway: z.string().optional(),
  kind: z.string().optional().meta({ description: texts.ofObject }),
  name: z.string().optional(),
  level: z.enum(levels).optional(),
});

export type EventView = z.infer<typeof eventSchema>;

export const notificationSchema = z
  .object({
    id: z.string(),
    at: z.string(),
    level: z.enum(levels),
    title: z.string(),
    body: z.string(),
    /** Path within the panel. */
    link: z.string().nullable(),
    /** Null if it is about the installation. */
    virtualCluster: z.string().nullable(),
    readAt: z.string().nullable(),
  })
  .meta({ id: "Notification" });

export type NotificationView = z.infer<typeof notificationSchema>;
