import type { NotificationView } from "@/lib/api/event";

export interface NotificationGroup {
  /** The newest of them. */
  newest: NotificationView;
  /** All of them, newest first; several if they say the same about different hosts. */
  items: NotificationView[];
  /** The text they share, before the host: "The site is open". */
  stem: string;
}

const mostApartInMs = 3_600_000;

/**
 * Groups notifications that say the same about different hosts within an hour, at the position of the newest. Their
 * titles are "what happened: host"; read and unread ones stay apart.
 *
 * @param notifications newest first
 */
export function groupAlike(notifications: readonly NotificationView[]): NotificationGroup[] {
  const groups: NotificationGroup[] = [];
  const open = new Map<string, NotificationGroup>();
  for (const notification of notifications) {
    const { stem, host } = partsOf(notification.title);
    const said = host === "" ? notification.body : notification.body.replaceAll(host, "");
    const key = JSON.stringify([notification.level, notification.readAt === null, stem, host === "", said]);
    const group = open.get(key);
    const isNear =
      group && new Date(group.newest.at).getTime() - new Date(notification.at).getTime() <= mostApartInMs;
    if (group && isNear && host !== "") group.items.push(notification);
    else {
      const next = { newest: notification, items: [notification], stem };
      groups.push(next);
      open.set(key, next);
    }
  }
  return groups;
}

/** The host at the end of a title; empty if there is none. */
export function hostOf({ title }: Pick<NotificationView, "title">): string {
  return partsOf(title).host;
}

function partsOf(title: string): { stem: string; host: string } {
  const at = title.lastIndexOf(": ");
  const host = at === -1 ? "" : title.slice(at + 2);
  return host === "" || host.includes(" ") ? { stem: title, host: "" } : { stem: title.slice(0, at), host };
}
