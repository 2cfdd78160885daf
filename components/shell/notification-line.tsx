import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { Readable } from "@/components/gateway/host-name";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { actionTexts as texts } from "./action-texts";

const levels = {
  info: { icon: Info, looks: "text-running", word: texts.information },
  success: { icon: CircleCheck, looks: "text-done", word: texts.success },
  warning: { icon: TriangleAlert, looks: "text-blocked", word: texts.warning },
  error: { icon: CircleAlert, looks: "text-failed", word: texts.error },
} as const satisfies Record<NotificationLevel, { icon: LucideIcon; looks: string; word: string }>;

export interface NotificationLineProps {
  notification: ShellNotification;
  /** When pressed: follows the link, if any, and marks it as read. */
  onOpen: () => void;
}

/** One notification as a list item. */
export function NotificationLine({ notification, onOpen }: NotificationLineProps) {
  const { icon: Icon, looks, word } = levels[notification.level];
  const content = (
    <>
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", looks)} />
      <span className="sr-only">{word}: </span>
      <span className="min-w-0 flex-1">
        <span
          className={cn(
            "block break-words text-sm",
            notification.read ? "text-muted" : "font-medium text-ink",
          )}
        >
          <Readable text={notification.title} />
        </span>
        {notification.body ? (
          <span className="block break-words text-muted text-xs">
            <Readable text={notification.body} />
          </span>
        ) : null}
        <RelativeTime at={notification.at} className="text-subtle text-xs" />
      </span>
      {notification.read ? null : (
        <span className="mt-1.5 size-2 shrink-0 rounded-full bg-accent">
          <span className="sr-only">{texts.unread}</span>
        </span>
      )}
    </>
  );
  const area =
    "flex w-full cursor-pointer gap-2.5 px-4 py-2.5 text-left outline-offset-[-2px] hover:bg-hover";
  return (
    <li>
      {notification.href ? (
        <PageLink href={notification.href} onClick={onOpen} className={area}>
          {content}
        </PageLink>
      ) : (
        <button type="button" onClick={onOpen} className={area}>
          {content}
        </button>
      )}
    </li>
  );
}

export type NotificationLevel = "info" | "success" | "warning" | "error";

/** A line of the bell. `at` is ISO 8601; `href` links to its subject. */
export interface ShellNotification {
  id: string;
  /** The ids of all notifications in the line. */
  ids: readonly string[];
  level: NotificationLevel;
  title: string;
  body?: string | undefined;
  at: string;
  href?: string | undefined;
  read: boolean;
}

/** The bell's count: unread ones, "99+" beyond two digits, "" for none. */
export function unreadLabel(unread: number): string {
  if (unread <= 0) return "";
  return unread > 99 ? "99+" : String(unread);
}
