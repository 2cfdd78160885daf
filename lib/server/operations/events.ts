import { z } from "zod";
import { levels } from "@/lib/api/choices";
import { eventSchema, eventsQuerySchema, notificationSchema } from "@/lib/api/event";
import { pageQuerySchema, pageSchema } from "@/lib/api/page";
import type { StreamMessage } from "@/lib/api/stream";
import { asciiSearch } from "@/lib/model/idn";
import type { Identity } from "../access/identity";
import { scopesOf } from "../access/permissions";
import { eventStream } from "../http/event-stream";
import { operation } from "../http/operation";
import { ProblemError } from "../http/problem-error";
import { texts } from "./texts";

const level = z.enum(levels).optional();

export const events = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: "/events",
  summary: texts.followEvents,
  tag: "Events",
  query: eventsQuerySchema,
  answer: pageSchema(eventSchema),
  async run({ query, request, installation, cluster, identity, sees, shown }) {
    if (!wantsPage(request)) {
      const { access, stream } = installation;
      const { decider } = cluster;
      const grantsOf = (of: Identity | null) => JSON.stringify(of?.grants ?? null);
      const atStart = grantsOf(identity);
      return eventStream(stream, request.signal, {
        // With other roles, the reader connects again, and gets what is now theirs.
        async isAllowed() {
          const known = await access.identify(request.headers, { isUse: false });
          return grantsOf(known && (await decider.decided(known))) === atStart;
        },
        onChange: access.onChange,
        shown,
        mayRead: (message) => isForAll(message) || sees(virtualClusterOf(message)),
        lookAgainInMs: decider.by === "kubernetes" ? 5000 : null,
      });
    }
    if (query.virtualCluster !== undefined && !sees(query.virtualCluster))
      throw new ProblemError("forbidden", texts.eventsOfOne);
    const { level: only, sort: column, order, kind, name, ...rest } = query;
    // Events are about gateways and their hosts; an object of another kind has none, whatever its name.
    if (kind !== undefined && kind !== "Gateway") return { items: [], nextCursor: null, total: 0 };
    const direction = order ?? (column === "at" ? "desc" : "asc");
    const page = await installation.store.events.list({
      ...rest,
      within: scopesOf(identity),
      q: asciiSearch(rest.q),
      gateway: kind === undefined ? rest.gateway : (name ?? rest.gateway),
      levels: only && [only],
      order: { column, direction },
    });
    return { ...page, total: page.items.length };
  },
});

/** Says nothing about anything, except that what a page shows may be out of date. */
function isForAll(message: StreamMessage): boolean {
  if (message.type === "hello" || message.type === "leaving") return true;
  return message.type === "changed" && message.virtualCluster === null && message.name === null;
}

/** Null: it is about the installation, or about several virtual clusters. */
function virtualClusterOf(message: StreamMessage): string | null {
  if (message.type === "hello" || message.type === "leaving") return null;
  if (message.type === "event") return message.event.virtualCluster;
  return message.type === "notification" ? message.notification.virtualCluster : message.virtualCluster;
}

export const listNotifications = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: "/notifications",
  summary: texts.listNotifications,
  tag: "Notifications",
  query: pageQuerySchema.extend({ level, unread: z.enum(["true", "false"]).optional() }),
  answer: pageSchema(notificationSchema).extend({ unread: z.int() }),
  async run({ query, identity, installation }) {
    const within = scopesOf(identity);
    const { level: only, unread: unreadOnly, ...rest } = query;
    const [page, unread] = await Promise.all([
      installation.store.notifications.list({
        ...rest,
        within,
        levels: only && [only],
        unreadOnly: unreadOnly === "true",
      }),
      installation.store.notifications.countUnread(within),
    ]);
    return { ...page, total: page.items.length, unread };
  },
});

export const readNotifications = operation({
  method: "post",
  needs: ["viewer", "visible"],
  path: "/notifications/read",
  summary: texts.markRead,
  tag: "Notifications",
  body: z.strictObject({
    ids: z.union([z.literal("all"), z.array(z.string().regex(/^\d{1,18}$/)).max(1000)]),
  }),
  async run({ body, identity, installation }) {
    await installation.store.notifications.markRead(body.ids, new Date(), scopesOf(identity));
  },
});

/** A browser's EventSource and curl get the stream; clients that prefer JSON get a page. */
function wantsPage(request: Request): boolean {
  const accept = request.headers.get("accept") ?? "";
  return accept.includes("application/json") && !accept.includes("text/event-stream");
}
