"use client";
import { LiveIndicator } from "./live-indicator";
import type { Freshness } from "./live-state";
import type { ShellNotification } from "./notification";
import { NotificationBell } from "./notification-bell";
import { SearchButton } from "./search-button";
import { ThemeMenu } from "./theme-menu";
import type { SearchObjects } from "./use-object-search";
import { UserMenu } from "./user-menu";

export interface ShellActionsProps {
  /** Whether changes arrive from the server; without it no indicator is drawn. */
  live?: Freshness | undefined;
  /** For the bell, newest first. Without `onMarkRead` there is no bell. */
  notifications?: readonly ShellNotification[] | undefined;
  unread?: number | undefined;
  onMarkRead?: ((ids?: readonly string[]) => void) | undefined;
  /** What the palette finds objects with. */
  searchObjects?: SearchObjects | undefined;
  userName?: string | undefined;
  onSignOut?: (() => void | Promise<void>) | undefined;
}

/** What is always at hand in the top bar. Everything comes by props: it knows nothing of the API. */
export function ShellActions(props: ShellActionsProps) {
  const { live, notifications = [], unread = 0, onMarkRead, searchObjects, userName, onSignOut } = props;
  return (
    <>
      {live ? <LiveIndicator state={live} /> : null}
      <SearchButton searchObjects={searchObjects} onSignOut={onSignOut} />
      {onMarkRead ? (
        <NotificationBell notifications={notifications} unread={unread} onMarkRead={onMarkRead} />
      ) : null}
      <ThemeMenu />
      {onSignOut ? <UserMenu name={userName ?? "Signed in"} onSignOut={onSignOut} /> : null}
    </>
  );
}
