export type NotificationLevel = "info" | "success" | "warning" | "error";

/** A line of the bell. `at` is ISO 8601; `href` leads to what it is about. */
export interface ShellNotification {
  id: string;
  level: NotificationLevel;
  title: string;
  body?: string | undefined;
  at: string;
  href?: string | undefined;
  read: boolean;
}

/** What the bell counts: unread ones, "99+" beyond two digits, "" for none. */
export function unreadLabel(unread: number): string {
  if (unread <= 0) return "";
  return unread > 99 ? "99+" : String(unread);
}
