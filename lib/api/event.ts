import { z } from "zod";
import { levels } from "./levels";

export const eventSchema = z
  .object({
    id: z.string(),
    at: z.string(),
    level: z.enum(levels),
    /** What it is about, dotted, e.g. `walk.blocked`, `certificate.issued`, `gateway.deleted`. */
    type: z.string(),
    message: z.string(),
    remedy: z.string().nullable(),
    virtualCluster: z.string().nullable(),
    gateway: z.string().nullable(),
    host: z.string().nullable(),
  })
  .meta({ id: "Event" });

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
    readAt: z.string().nullable(),
  })
  .meta({ id: "Notification" });

export type NotificationView = z.infer<typeof notificationSchema>;
